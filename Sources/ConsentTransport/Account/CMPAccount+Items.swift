public import ConsentAdapters
public import ConsentTranslation

/// Items of a stream, for whoever only wants to see them. Jobs keep a position beside them and use the engine.
extension CMPAccount {
    /// Reads a stream page by page.
    ///
    /// - Parameters:
    ///   - stream: what is listed.
    ///   - since: where reading starts.
    ///   - now: the end of what is asked for.
    ///   - take: gets the items of each page; false ends the reading.
    /// - Throws: ``TransportError``, `AdapterError` where an answer is not what the manifest says, or what `take` throws.
    public func read(
        _ stream: ConsentStream,
        since: Instant,
        now: Instant,
        take: ([RawItem]) throws -> Bool
    ) async throws {
        var position = stream.start(from: nil, since: since, now: now)
        while let page = position.page {
            try Task.checkCancellation()
            guard let answer = try await fetch(try stream.request(for: page, connection: connection)) else {
                throw AdapterError(.contract, "The CMP says that the listing does not exist; check the host.")
            }
            let read = try stream.read(answer, of: page)
            guard try take(read.items) else { return }
            position = read.next
        }
    }

    /// Asks for one subject, page by page.
    ///
    /// - Returns: the items; none where the CMP knows nothing.
    /// - Throws: as ``read(_:since:now:take:)``.
    public func items(of stream: ConsentStream, subject: SubjectID) async throws -> [RawItem] {
        var items: [RawItem] = []
        var next: StreamPosition.Page? = .ofSubject
        while let page = next {
            try Task.checkCancellation()
            let plan = try stream.request(for: subject, page: page, connection: connection)
            guard let answer = try await fetch(plan, notFound: stream.notFound) else { break }
            let read = try stream.read(answer, of: page, subject: subject)
            items += read.items
            next = read.next
        }
        return items
    }
}
