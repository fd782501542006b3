import ConsentAdapters
import ConsentTranslation
import ConsentTransport

/// Reads pages of one account and hands their items over.
struct StreamPuller {
    let job: JobFile.Job
    let adapter: any ConsentAdapter
    let connection: Connection
    let account: CMPAccount
    let intake: RecordIntake

    /// A page's items, and where the stream goes on.
    typealias Page = (items: [RawItem], next: StreamPosition)

    /// Asks for a page and reads it; nil where there is none to ask for.
    nonisolated(nonsending) func read(_ page: StreamPosition.Page?, of stream: ConsentStream) async throws -> Page? {
        guard let page else { return nil }
        let plan = try stream.request(for: page, connection: connection)
        guard let answer = try await account.fetch(plan) else {
            throw AdapterError(.contract, "The CMP says that the listing does not exist; check the host.")
        }
        return try stream.read(answer, of: page)
    }

    /// Asks for subjects in one request, page by page.
    ///
    /// What came is turned into rows at once, on the thread where it came in: a few items take less time there than
    /// handing them over would.
    ///
    /// - Parameter number: the number of the request, by which its items are named.
    /// - Returns: what came, and how many of the subjects the CMP knows nothing of.
    nonisolated(nonsending) func read(
        subjects ids: ArraySlice<String>,
        number: Int,
        of stream: ConsentStream
    ) async throws -> (taken: RecordIntake.Taken, unknown: Int) {
        let namespace = stream.namespace ?? adapter.descriptor.id
        let subjects = ids.map { SubjectID(namespace: namespace, id: $0) }
        var items: [RawItem] = []
        var found: [SubjectID] = []
        var next: StreamPosition.Page? = .ofSubject
        while let page = next {
            let plan = try stream.request(for: subjects, page: page, connection: connection)
            guard let answer = try await account.fetch(plan, notFound: stream.notFound) else { break }
            let read = try stream.read(answer, of: page, subjects: subjects)
            if items.isEmpty { items = read.items } else { items += read.items }
            found += read.found
            next = read.next
        }
        return (await intake.take(items, page: number), Self.count(of: subjects, without: found))
    }

    /// How many were asked for and not found. Mostly one was asked for, who needs no set.
    private static func count(of subjects: [SubjectID], without found: [SubjectID]) -> Int {
        if subjects.count == 1 { return found.isEmpty ? 1 : 0 }
        let found = Set(found)
        return subjects.count { !found.contains($0) }
    }

    /// Takes what a page's items came to into the batch.
    ///
    /// - Throws: `AdapterError` `contract` where no item of a page can be read: then the API has changed, and going on
    ///   would put everybody into quarantine.
    func take(
        _ taken: RecordIntake.Taken,
        page: Int,
        into writer: inout PageBatch,
        _ report: inout JobReport
    ) throws(AdapterError) {
        guard writer.take(taken, &report) else {
            throw AdapterError(
                .contract,
                "Not one of \(taken.items) items on page \(page) can be read; the API or the account has changed. "
                    + "Nothing of the page was taken."
            )
        }
    }
}
