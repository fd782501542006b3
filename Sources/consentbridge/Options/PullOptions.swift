import ArgumentParser
import ConsentAdapters
import ConsentSync
import ConsentTranslation
import ConsentTransport
import Foundation

/// What is asked of a CMP on the command line, past any job: one person, or what changed since a time.
struct PullOptions: ParsableArguments {
    @Option(help: ArgumentHelp("One person, by the id that the CMP knows.", valueName: "id"))
    var subject: String?

    @Option(
        help: ArgumentHelp("What changed since this time.", valueName: "instant"),
        transform: Instant.argument
    )
    var since: Instant?

    @Option(help: ArgumentHelp("Stop after so many items.", valueName: "number"))
    var limit: Int?

    func validate() throws {
        if subject != nil, since != nil { throw ValidationError("--subject and --since exclude each other.") }
        if let limit, limit < 1 { throw ValidationError("--limit is a number from 1.") }
    }
}

/// What is asked for.
struct PullRequest {
    var subject: String?
    /// Whether what the account asks people for is asked for, and nobody's consent.
    var discovers = false
    var since: Instant?
    var limit: Int?
}

extension PullOptions {
    /// What the command line asks for.
    var request: PullRequest { PullRequest(subject: subject, since: since, limit: limit) }
}

/// Asks a CMP for items without a store.
struct LivePull {
    let adapter: any ConsentAdapter
    let connection: Connection
    let now: Instant
    private let source: ConsentSource

    init(_ adapter: any ConsentAdapter, _ connection: Connection, now: Instant) throws {
        source = try adapter.pullHalf
        self.adapter = adapter
        self.now = now
        self.connection = try source.checked(connection)
    }

    /// Asks, and hands over the items page by page.
    ///
    /// - Returns: whether anything came.
    @discardableResult
    func run(
        _ request: PullRequest,
        progress: ProgressLine,
        watch: (any HTTPSender) -> any HTTPSender = { $0 },
        take: ([RawItem]) throws -> Void
    ) async throws -> Bool {
        let id = adapter.descriptor.id
        let account = try account(progress, watch)
        defer { progress.clear() }
        var (pages, items) = (0, 0)
        func page(_ found: [RawItem]) throws -> Bool {
            let wanted = request.limit.map { Array(found.prefix($0 - items)) } ?? found
            pages += 1
            items += wanted.count
            progress.show(.page(job: id, pages: pages, records: items, fraction: 0))
            if !wanted.isEmpty { progress.clear() }
            try take(wanted)
            return request.limit.map { items < $0 } ?? true
        }
        do {
            if let subject = request.subject {
                let stream = try stream(.subject)
                let subject = SubjectID(namespace: stream.namespace ?? id, id: subject)
                _ = try page(try await account.items(of: stream, subject: subject))
            } else {
                let since = request.since ?? now.adding(milliseconds: -86_400_000)
                try await account.read(try stream(.changes), since: since, now: now) { try page($0) }
            }
        } catch {
            await account.close()
            throw error
        }
        await account.close()
        return items > 0
    }

    /// What the account asks people for; nil where the platform has no listing of it.
    func discovered(watch: (any HTTPSender) -> any HTTPSender = { $0 }) async throws -> [PolicySkeleton.Item]? {
        guard !source.discoveries.isEmpty else { return nil }
        let progress = ProgressLine()
        defer { progress.clear() }
        let account = try account(progress, watch)
        do {
            let items = try await account.discover()
            await account.close()
            return items
        } catch {
            await account.close()
            throw error
        }
    }

    private func account(
        _ progress: ProgressLine,
        _ watch: (any HTTPSender) -> any HTTPSender
    ) throws -> CMPAccount {
        let id = adapter.descriptor.id
        return try CMPAccount(
            source: source,
            connection: connection,
            network: .present(for: connection),
            logger: .silent,
            onWait: { notice in
                let seconds = notice.duration / .seconds(1)
                progress.show(.waiting(job: id, reason: notice.reason.rawValue, seconds: seconds))
            },
            watch: watch
        )
    }

    private func stream(_ kind: ConsentStream.Kind) throws -> ConsentStream {
        if let stream = source.streams.first(where: { $0.kind == kind }) { return stream }
        throw UsageError(
            kind == .subject
                ? "The adapter \(adapter.descriptor.id) cannot be asked for one person; use --since."
                : "The adapter \(adapter.descriptor.id) has no listing; `adapter pull --subject ID` asks for one person."
        )
    }
}

extension ConsentAdapter {
    /// What the adapter can pull.
    ///
    /// - Throws: ``UsageError`` for one that only reads payloads.
    var pullHalf: ConsentSource {
        get throws {
            if let source { return source }
            throw UsageError(
                "The adapter \(descriptor.id) only reads payloads; it has nothing to pull. See `consentbridge adapter list`."
            )
        }
    }
}
