public import ConsentAdapters
public import ConsentTranslation
public import Logging

/// Finds out step by step whether an account can be pulled from. It asks for as little as can be asked for, and changes
/// nothing here or there.
public struct AccountCheck: Sendable {
    /// What is looked at, in this order.
    public enum Subject: String, Sendable, Hashable, CaseIterable {
        /// The parameters that the connection gives.
        case parameters
        /// Its credentials.
        case secrets
        /// The address that the host's name leads to.
        case name
        /// The connection to it.
        case connection
        /// The certificate with which it proves who it is.
        case certificate
        /// The login or token request.
        case login
        /// One page of a stream.
        case read
        /// Whether the adapter can translate what came.
        case items
    }

    /// How a step went.
    public enum Outcome: String, Sendable, Hashable {
        /// As it must.
        case passed = "ok"
        /// Not; the message says what to do.
        case failed
        /// It was not tried, or there is nothing to try.
        case skipped
    }

    /// One step.
    public struct Step: Sendable, Hashable {
        /// What was looked at.
        public let subject: Subject
        /// How it went.
        public let outcome: Outcome
        /// What was found, or what to do.
        public let message: String
    }

    /// What is wrong, if anything.
    public enum Verdict: Sendable, Hashable {
        /// Nothing.
        case good
        /// The connection's parameters.
        case configuration
        /// The CMP cannot be reached, or refuses.
        case unavailable
        /// It answers, and what it answers cannot be translated.
        case unreadable
    }

    /// The steps, each subject once.
    public private(set) var steps: [Step] = []
    /// What is wrong, if anything.
    public private(set) var verdict = Verdict.good
    /// Whether the connection is plain http, which has no certificate.
    private var isPlain = false

    /// An id that nobody has, for interfaces that can only be asked for one person.
    private static let nobody = "consentbridge-check"
    /// A person waits for the answer.
    private static let patience: RetryPolicy = {
        var retry = RetryPolicy()
        retry.maxAttempts = 2
        retry.maxThrottleWaits = 1
        retry.maxTotalWait = .seconds(30)
        return retry
    }()
    /// How far back is looked for changes.
    private static let lookback: Int64 = 60_000

    /// Looks at an account.
    ///
    /// - Parameters:
    ///   - adapter: the adapter, which must have something to pull.
    ///   - connection: the parameters as the site gives them.
    ///   - network: how this machine reaches the outside.
    ///   - now: the end of what is asked for.
    public init(
        of adapter: any ConsentAdapter,
        connection: Connection,
        network: NetworkSettings = NetworkSettings(),
        now: Instant,
        logger: Logger
    ) async {
        do {
            try await look(at: adapter, connection, network, now, logger)
        } catch {
            fail(error)
        }
        for subject in Subject.allCases where !steps.contains(where: { $0.subject == subject }) {
            note(subject, .skipped, "not tried")
        }
        let order = Subject.allCases
        steps.sort { order.firstIndex(of: $0.subject) ?? 0 < order.firstIndex(of: $1.subject) ?? 0 }
    }

    private mutating func look(
        at adapter: any ConsentAdapter,
        _ given: Connection,
        _ network: NetworkSettings,
        _ now: Instant,
        _ logger: Logger
    ) async throws {
        guard let source = adapter.source else {
            throw AdapterError(
                .unknownStream,
                "The adapter \(adapter.descriptor.id) only reads payloads; it has nothing to reach."
            )
        }
        let connection = try source.checked(given)
        isPlain = connection.isInsecureTest
        let hosts = try source.hosts(of: connection)
        for host in hosts { _ = try CMPAccount.pattern(of: host) }
        note(.parameters, .passed, "all that the adapter needs is set; the host is \(hosts.joined(separator: ", "))")
        let account = try CMPAccount(
            source: source,
            connection: connection,
            network: network,
            retry: Self.patience,
            logger: logger
        )
        do {
            try await ask(account, adapter, network, now)
        } catch {
            await account.close()
            throw error
        }
        await account.close()
    }

    private mutating func ask(
        _ account: CMPAccount,
        _ adapter: any ConsentAdapter,
        _ network: NetworkSettings,
        _ now: Instant
    ) async throws {
        let names = account.connection.secrets.keys.sorted().joined(separator: ", ")
        note(.secrets, names.isEmpty ? .skipped : .passed, names.isEmpty ? "there are none" : "\(names) set")
        if account.logsIn {
            try await account.logIn()
            notePath(account, network)
            note(.login, .passed, "the CMP gave a token")
        } else {
            note(.login, .skipped, "no login; credentials go with each request")
        }
        let items = try await page(of: account, now)
        notePath(account, network)
        let count = items.count == 1 ? "1 item" : "\(items.count) items"
        note(.read, .passed, items.isEmpty ? "the CMP answered; there was nothing to list" : "\(count) came")
        guard !items.isEmpty else { return note(.items, .skipped, "nothing came that could be translated") }
        for item in items { _ = try adapter.decode(item) }
        note(.items, .passed, "translated")
    }

    /// The smallest page of the changes, or of one person whom nobody knows.
    private func page(of account: CMPAccount, _ now: Instant) async throws -> [RawItem] {
        let streams = account.source.streams
        if let stream = streams.first(where: { $0.kind == .changes })?.smallest {
            var items: [RawItem] = []
            try await account.read(stream, since: now.adding(milliseconds: -Self.lookback), now: now) { page in
                items = page
                return false
            }
            return items
        }
        guard let stream = streams.first else { return [] }
        let subject = SubjectID(namespace: stream.namespace ?? "check", id: Self.nobody)
        return try await account.items(of: stream, subject: subject)
    }

    // MARK: What is noted

    private mutating func note(_ subject: Subject, _ outcome: Outcome, _ message: String) {
        guard !steps.contains(where: { $0.subject == subject }) else { return }
        steps.append(Step(subject: subject, outcome: outcome, message: message))
    }

    /// An answer came, so everything on its way is as it must be.
    private mutating func notePath(_ account: CMPAccount, _ network: NetworkSettings) {
        let host = (try? account.source.hosts(of: account.connection).first) ?? ""
        let isProxied = network.proxy(for: host) != nil
        note(.name, .passed, isProxied ? "resolved by the proxy" : "leads to an address that may be asked")
        note(.connection, .passed, isProxied ? "through the proxy" : "accepted")
        if isPlain {
            noteNoCertificate()
        } else {
            note(.certificate, .passed, "trusted, and for this host")
        }
    }

    private mutating func noteNoCertificate() {
        note(.certificate, .skipped, "plain http, for a test on this machine (insecure_test)")
    }

    private mutating func fail(_ error: any Error) {
        switch error {
        case let error as TransportError:
            verdict = .unavailable
            let subject = failing(error)
            for passed in [Subject.name, .connection, .certificate] where passed.comes(before: subject) {
                if passed == .certificate, isPlain {
                    noteNoCertificate()
                } else {
                    note(passed, .passed, "as it must be")
                }
            }
            note(subject, .failed, error.message)
        case let error as AdapterError:
            let isContract = error.code == .contract
            verdict = isContract ? .unavailable : .configuration
            let hasParameters = steps.contains { $0.subject == .parameters }
            note(isContract ? .read : hasParameters ? .secrets : .parameters, .failed, error.message)
        case let error as TranslationError:
            verdict = .unreadable
            note(.items, .failed, "The adapter cannot translate what came: \(error.description)")
        default:
            verdict = .unavailable
            note(.read, .failed, "The check was stopped.")
        }
    }

    /// What an exchange failed at.
    private func failing(_ error: TransportError) -> Subject {
        let asked: Subject = steps.contains { $0.subject == .login } ? .read : .login
        // With what came before, the whole way has proved good.
        guard !steps.contains(where: { $0.subject == .name }) else { return asked }
        switch error.code {
        case .addressRefused, .forbiddenHost, .insecureScheme, .invalidRequest: return .name
        case .unreachable: return [5, 6].contains(error.curlCode ?? 0) ? .name : .connection
        case .timeout, .tooSlow: return .connection
        case .tlsHandshake, .tlsCertificate, .tlsSetup: return .certificate
        default: return asked
        }
    }
}

extension AccountCheck.Subject {
    fileprivate func comes(before other: AccountCheck.Subject) -> Bool {
        let order = Self.allCases
        return (order.firstIndex(of: self) ?? 0) < (order.firstIndex(of: other) ?? 0)
    }
}
