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

    /// Pages with fewer items are no sign of anything.
    private static let smallPage = 10

    /// Asks for a page and reads it.
    func read(
        _ page: StreamPosition.Page,
        of stream: ConsentStream
    ) async throws -> (items: [RawItem], next: StreamPosition) {
        let plan = try stream.request(for: page, connection: connection)
        guard let body = try await account.fetch(plan) else {
            throw AdapterError(.contract, "The CMP says that the listing does not exist; check the host.")
        }
        return try stream.read(body, of: page)
    }

    /// Asks for one subject; empty where the CMP knows nothing.
    func read(subject id: String, of stream: ConsentStream) async throws -> [RawItem] {
        let subject = SubjectID(namespace: stream.namespace ?? adapter.descriptor.id, id: id)
        let plan = try stream.request(for: subject, connection: connection)
        guard let body = try await account.fetch(plan, notFound: stream.notFound) else { return [] }
        return try stream.items(of: body, subject: subject)
    }

    /// Takes a page's items into the batch.
    ///
    /// - Throws: `AdapterError` `contract` where no item of a page can be read: then the API has changed, and going on
    ///   would put everybody into quarantine.
    func take(_ items: [RawItem], page: Int, into writer: inout PageBatch, _ report: inout JobReport) throws {
        let intake = RecordIntake(
            adapter: adapter,
            job: job.name,
            stream: job.stream,
            now: now,
            keepsPayloads: job.keepsPayloads
        )
        let outcomes = items.enumerated().map { index, item in intake.take(item, hint: "page \(page) item \(index + 1)")
        }
        let failed = outcomes.count { outcome in
            if case .quarantined = outcome { true } else { false }
        }
        if failed == items.count, items.count >= Self.smallPage {
            throw AdapterError(
                .contract,
                "Not one of \(items.count) items on page \(page) can be read; the API or the account has changed. "
                    + "Nothing of the page was taken."
            )
        }
        report.quarantined += failed
        for outcome in outcomes {
            switch outcome {
            case .records(let records):
                report.records += records.count
                for record in records { writer.add(record) }
            case .quarantined(let item):
                writer.add(item)
            }
        }
    }
}
