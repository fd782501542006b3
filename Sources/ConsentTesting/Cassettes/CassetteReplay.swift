public import ConsentAdapters
package import ConsentTranslation
public import ConsentTransport
import Logging

/// An adapter that pulls from a cassette, as it would from its platform. Nothing waits, and nothing leaves this machine.
public struct CassetteReplay: Sendable {
    /// How many items came.
    public private(set) var items = 0
    /// The items that came.
    package private(set) var found: [RawItem] = []
    /// What the account asks people for, where that was asked.
    package private(set) var discovered: [PolicySkeleton.Item] = []
    /// What is wrong, in sentences; none where the adapter asks for exactly what the cassette has and can translate all of
    /// it.
    public private(set) var problems: [String] = []

    /// What stands for each secret of the connection.
    private static let secret = Secret("cassette")

    /// Plays a cassette to its end.
    public init(of cassette: Cassette, with adapter: any ConsentAdapter) async {
        let player = CassettePlayer(cassette)
        do {
            try await play(player, cassette, adapter)
        } catch let error as TransportError {
            problems.append(error.message)
        } catch let error as AdapterError {
            problems.append(error.message)
        } catch {
            problems.append("The cassette was not played to its end.")
        }
        if player.remaining > 0 {
            problems.append("Nobody asked for \(player.remaining) of its \(cassette.exchanges.count) exchanges.")
        }
        if items == 0, problems.isEmpty { problems.append("Nothing came of it.") }
    }

    private mutating func play(
        _ player: CassettePlayer,
        _ cassette: Cassette,
        _ adapter: any ConsentAdapter
    ) async throws {
        guard cassette.adapter == adapter.descriptor.id, let source = adapter.source else {
            throw AdapterError(.unknownAdapter, "The cassette is of the adapter \(cassette.adapter).")
        }
        var connection = Connection(values: cassette.config, isInsecureTest: true)
        for parameter in source.parameters where parameter.isSecret {
            connection.secrets[parameter.name] = Self.secret
        }
        let account = try CMPAccount(
            source: source,
            connection: try source.checked(connection),
            logger: Logger(label: "cassette") { _ in SwiftLogNoOpLogHandler() },
            surroundings: Surroundings(clock: VirtualClock()),
            watch: { _ in player }
        )
        do {
            try await read(account, source, player, cassette, adapter)
        } catch {
            await account.close()
            throw error
        }
        await account.close()
    }

    private mutating func read(
        _ account: CMPAccount,
        _ source: ConsentSource,
        _ player: CassettePlayer,
        _ cassette: Cassette,
        _ adapter: any ConsentAdapter
    ) async throws {
        if cassette.discovers {
            discovered = try await account.discover()
            items = discovered.count
            return
        }
        let kind: ConsentStream.Kind = cassette.subject == nil ? .changes : .subject
        guard let stream = source.streams.first(where: { $0.kind == kind }) else {
            throw AdapterError(.unknownStream, "The adapter has no stream of the kind \(kind.rawValue).")
        }
        if let id = cassette.subject {
            found = try await account.items(of: stream, subject: SubjectID(namespace: "cassette", id: id))
        } else {
            // A recording that was stopped ends before the listing does.
            try await account.read(stream, since: cassette.since ?? cassette.now, now: cassette.now) { page in
                found += page
                return player.remaining > 0
            }
        }
        items = found.count
        for (index, item) in found.enumerated() {
            do {
                _ = try adapter.decode(item)
            } catch {
                problems.append("Item \(index + 1) cannot be translated: \(error.description)")
            }
        }
    }
}
