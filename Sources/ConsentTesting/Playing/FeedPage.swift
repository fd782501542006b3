import BoundedJSON
import ConsentTranslation
import HTTPTypes

/// One request to a feed, read and checked.
struct FeedPage: Sendable {
    let from: Int64
    let through: Int64
    let size: Int
    let offset: Int

    /// What is wrong with a request, in a sentence for the client.
    struct Refusal: Error {
        let message: String
    }

    /// Reads a request by the rules of a feed.
    init(_ request: ScriptedRequest, of feed: Feed) throws(Refusal) {
        from = try Self.instant(request, feed.fromParameter)
        through = try Self.instant(request, feed.toParameter)
        guard from <= through else {
            throw Refusal(message: "\(feed.fromParameter) must not be later than \(feed.toParameter)")
        }
        guard through - from <= feed.maxWindowMilliseconds else {
            throw Refusal(message: "the window must not be wider than \(feed.maxWindowMilliseconds / 1_000) seconds")
        }
        size = try Self.size(request, of: feed)
        if let order = request.parameters["sort"], order.lowercased() != "lastmodifieddate,asc" {
            throw Refusal(message: "sort must be lastModifiedDate,asc")
        }
        offset = try Self.offset(request, of: feed, from: from, through: through)
    }

    /// The body of the page, and how many records it holds.
    func body(of feed: Feed, from collection: SubjectCollection) -> (bytes: [UInt8], recordCount: Int) {
        let window = collection.positions(from: from, through: through)
        let positions = window.dropFirst(offset).prefix(size)
        var json = JSONWriter(capacity: 64 * 1024)
        json.beginObject()
        json.key("content")
        json.beginArray()
        for position in positions { collection.write(at: position, into: &json) }
        json.endArray()
        json.key("size")
        json.integer(size)
        json.key("numberOfElements")
        json.integer(positions.count)
        if positions.endIndex < window.endIndex {
            let next = Continuation(from: from, through: through, offset: offset + positions.count)
            json.member(feed.continuation.rawName, next.text)
        }
        json.endObject()
        return (json.bytes, positions.count)
    }

    private static func instant(_ request: ScriptedRequest, _ name: String) throws(Refusal) -> Int64 {
        guard let text = request.parameters[name], !text.isEmpty else {
            throw Refusal(message: "\(name) is missing")
        }
        guard let instant = Instant(zoned: text) else {
            throw Refusal(message: "\(name) must be an instant with a zone, such as 2026-10-30T00:00:00Z")
        }
        return instant.milliseconds
    }

    private static func size(_ request: ScriptedRequest, of feed: Feed) throws(Refusal) -> Int {
        guard let text = request.parameters[feed.sizeParameter] else { return feed.defaultSize }
        guard let size = Int(text), (1...feed.maxSize).contains(size) else {
            throw Refusal(message: "\(feed.sizeParameter) must be a number from 1 to \(feed.maxSize)")
        }
        return size
    }

    private static func offset(
        _ request: ScriptedRequest,
        of feed: Feed,
        from: Int64,
        through: Int64
    ) throws(Refusal) -> Int {
        guard let text = request.headers[feed.continuation] else { return 0 }
        guard let continuation = Continuation(text) else {
            throw Refusal(message: "\(feed.continuation) is not one that was sent from here; echo it unchanged")
        }
        guard continuation.from == from, continuation.through == through else {
            throw Refusal(message: "\(feed.continuation) belongs to another window")
        }
        return continuation.offset
    }
}
