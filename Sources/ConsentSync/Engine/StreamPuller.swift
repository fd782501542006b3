import ConsentAdapters
import ConsentTranslation
import ConsentTransport

/// Reads pages of one account and hands their items over.
struct StreamPuller {
    let job: JobFile.Job
    let adapter: any ConsentAdapter
    let connection: Connection
    let account: CMPAccount
    let now: Instant

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

    /// Asks for one subject, page by page; empty where the CMP knows nothing.
    nonisolated(nonsending) func read(subject id: String, of stream: ConsentStream) async throws -> [RawItem] {
        let subject = SubjectID(namespace: stream.namespace ?? adapter.descriptor.id, id: id)
        var items: [RawItem] = []
        var next: StreamPosition.Page? = .ofSubject
        while let page = next {
            let plan = try stream.request(for: subject, page: page, connection: connection)
            guard let answer = try await account.fetch(plan, notFound: stream.notFound) else { break }
            let read = try stream.read(answer, of: page, subject: subject)
            items += read.items
            next = read.next
        }
        return items
    }

    /// Takes a page's items into the batch.
    ///
    /// - Throws: `AdapterError` `contract` where no item of a page can be read: then the API has changed, and going on
    ///   would put everybody into quarantine.
    func take(_ items: [RawItem], page: Int, into writer: inout PageBatch, _ report: inout JobReport) async throws {
        let intake = RecordIntake(
            adapter: adapter,
            job: job.name,
            stream: job.stream,
            now: now,
            keepsPayloads: job.keepsPayloads
        )
        let outcomes = await intake.take(items, page: page)
        guard writer.take(outcomes, &report) else {
            throw AdapterError(
                .contract,
                "Not one of \(items.count) items on page \(page) can be read; the API or the account has changed. "
                    + "Nothing of the page was taken."
            )
        }
    }
}
