import BoundedJSON
import ConsentTranslation
import HTTPTypes

/// One request to a listing, read and checked.
struct ListingPage {
    /// What is wrong with a request, in a sentence for the client.
    struct Refusal: Error {
        let message: String
    }

    private let request: ScriptedRequest
    private let listing: Listing
    private let from: Int64
    private let through: Int64
    private let size: Int
    /// What the request names to go on with, if anything.
    private let continuation: String?

    /// Reads a request by the rules of a listing.
    init(_ request: ScriptedRequest, of listing: Listing) throws(Refusal) {
        self.request = request
        self.listing = listing
        let isChosen = listing.filters.keys.contains { request.parameter($0) != nil }
        if let window = listing.window, !isChosen || request.parameter(window.from) != nil {
            from = try Self.instant(request, window.from)
            through = try Self.instant(request, window.to)
            guard from <= through, through - from <= window.maxMilliseconds ?? .max else {
                throw Refusal(message: "\(window.from) to \(window.to) is too wide, or ends before it begins")
            }
        } else {
            (from, through) = (.min, .max)
        }
        if let name = listing.sizeParameter, let text = request.parameter(name) {
            guard let number = Int(text), (1...listing.maxSize).contains(number) else {
                throw Refusal(message: "\(name) must be a number from 1 to \(listing.maxSize)")
            }
            size = number
        } else {
            size = listing.defaultSize
        }
        continuation =
            switch listing.next {
            case .page(let name, _, _), .offset(let name), .cursor(let name, _, _), .after(let name, _):
                request.parameter(name)
            case .url, .link: request.parameter(Self.addressParameter)
            case nil: nil
            }
    }

    /// The query field by which addresses of next pages go on.
    private static let addressParameter = "position"

    /// The page.
    func answer(from collection: SubjectCollection) -> ScriptedAnswer {
        let records = collection.positions(from: from, through: through).map { collection.record(at: $0) }
            .filter(isChosen)
        guard let offset = offset(in: records) else {
            return .refusal(400, "bad_request", "this is no continuation that was sent from here; echo it unchanged")
        }
        let page = Array(records.dropFirst(offset).prefix(size))
        let end = offset + page.count
        var answer = body(page, next: end < records.count ? end : nil, of: records.count)
        answer.recordCount = page.count
        return answer
    }

    private func isChosen(_ record: Value) -> Bool {
        listing.filters.allSatisfy { name, path in
            let wanted = request.parameterValues(name)
            return wanted.isEmpty || path.first(in: record)?.scalar.map(wanted.contains) == true
        }
    }

    /// How many records come before the page; nil for a continuation that was never given out.
    private func offset(in records: [Value]) -> Int? {
        guard let continuation else { return 0 }
        switch listing.next {
        case .page(_, let first, _):
            return Int(continuation).flatMap { $0 >= first ? ($0 - first) * size : nil }
        case .offset:
            return Int(continuation).flatMap { $0 >= 0 ? $0 : nil }
        case .after(_, let id):
            return records.firstIndex { id.first(in: $0)?.scalar == continuation }.map { $0 + 1 }
        case .cursor, .url, .link:
            guard continuation.hasPrefix("at-") else { return nil }
            return Int(continuation.dropFirst(3)).flatMap { (0...records.count).contains($0) ? $0 : nil }
        case nil: return 0
        }
    }

    private func body(_ page: [Value], next: Int?, of total: Int) -> ScriptedAnswer {
        var json = JSONWriter()
        var answer: ScriptedAnswer
        switch listing.form {
        case .json(nil):
            Value.list(page).write(into: &json)
            answer = .json(status: 200, json.bytes)
        case .json(let member?):
            json.beginObject()
            json.key(member)
            Value.list(page).write(into: &json)
            writeNext(next, page, into: &json)
            json.endObject()
            answer = .json(status: 200, json.bytes)
        case .lines:
            for record in page {
                record.write(into: &json)
                json.newline()
            }
            answer = ScriptedAnswer(status: 200, headers: [.contentType: "application/x-ndjson"], body: json.bytes)
        case .table(let separator, let columns):
            let text = Self.table(page, separator, columns)
            answer = ScriptedAnswer(status: 200, headers: [.contentType: "text/csv"], body: Array(text.utf8))
        }
        if case .link = listing.next, let next, let name = HTTPField.Name("Link") {
            let address = "http://\(request.authority)\(address(next))"
            answer.headers[name] = "<http://\(request.authority)/terms>; rel=\"terms\", <\(address)>; rel=\"next\""
        }
        return answer
    }

    private func writeNext(_ next: Int?, _ page: [Value], into json: inout JSONWriter) {
        switch listing.next {
        case .page(_, _, let last?):
            json.key(last)
            json.bool(next == nil)
        case .cursor(_, let member, let endsEmpty):
            json.key(member)
            if let next {
                json.string("at-\(next)")
            } else if endsEmpty, !page.isEmpty {
                json.string("at-\((offsetOfContinuation ?? 0) + page.count)")
            } else {
                json.null()
            }
        case .url(let member):
            json.key(member)
            if let next { json.string(address(next)) } else { json.null() }
        case .page, .offset, .link, .after, nil:
            break
        }
    }

    private var offsetOfContinuation: Int? {
        continuation.flatMap { Int($0.dropFirst(3)) }
    }

    /// Path and query of a page, everything else as it was asked for.
    private func address(_ offset: Int) -> String {
        let kept = request.query.split(separator: "&").filter { !$0.hasPrefix(Self.addressParameter + "=") }
        return request.path + "?" + (kept + ["\(Self.addressParameter)=at-\(offset)"]).joined(separator: "&")
    }

    private static func table(_ page: [Value], _ separator: Character, _ columns: [String]) -> String {
        let rows = page.map { record in
            columns.map { field(record[$0] ?? .text(""), separator) }.joined(separator: String(separator))
        }
        return ([columns.joined(separator: String(separator))] + rows).map { $0 + "\n" }.joined()
    }

    private static func field(_ value: Value, _ separator: Character) -> String {
        var text = value.scalar ?? ""
        if value.scalar == nil {
            var json = JSONWriter()
            value.write(into: &json)
            text = String(decoding: json.bytes, as: UTF8.self)
        }
        guard text.contains(where: { $0 == separator || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    private static func instant(_ request: ScriptedRequest, _ name: String) throws(Refusal) -> Int64 {
        guard let text = request.parameter(name), let instant = Instant(iso8601: text) else {
            throw Refusal(message: "\(name) must be an instant such as 2026-10-30T00:00:00Z")
        }
        return instant.milliseconds
    }
}

extension ScriptedRequest {
    /// A parameter wherever a request can have it: in its query, in its JSON body at a path, in its header.
    func parameter(_ name: String) -> String? {
        parameters[name] ?? member(name) ?? header(name)
    }

    /// The values of a parameter: one, or several where a path leads to several in the JSON body.
    func parameterValues(_ name: String) -> [String] {
        if let value = parameters[name] { return [value] }
        if !body.isEmpty, let path = ValuePath(name), let value = try? Value(json: body) {
            let values = path.values(in: value).compactMap(\.scalar)
            if !values.isEmpty { return values }
        }
        return header(name).map { [$0] } ?? []
    }

    /// A scalar of the JSON body.
    func member(_ path: String) -> String? {
        guard !body.isEmpty, let path = ValuePath(path), let value = try? Value(json: body) else { return nil }
        return path.first(in: value)?.scalar
    }

    /// A header field.
    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }
}
