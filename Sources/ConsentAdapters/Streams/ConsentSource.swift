public import ConsentTranslation

/// The pull half of an adapter: how to reach the CMP and what can be listed there.
public struct ConsentSource: Sendable, Hashable {
    /// A parameter that a connection may or must give.
    public struct Parameter: Sendable, Hashable {
        /// The name.
        public let name: String
        /// Whether a connection without it is refused.
        public let isRequired: Bool
        /// Whether the value is a credential.
        public let isSecret: Bool
        /// Host names that are allowed, each with at most one `*`; empty for no limit.
        public let allowed: [String]
        /// What it is where a connection does not say; nil for nothing.
        public let fallback: String?
        /// A sentence for people.
        public let help: String
    }

    /// A number of requests in a stretch of time.
    public struct Rate: Sendable, Hashable {
        /// How many requests.
        public let requests: Int
        /// In how many milliseconds.
        public let milliseconds: Int64

        /// Creates a rate; both numbers are positive.
        public init(requests: Int, milliseconds: Int64) {
            self.requests = requests
            self.milliseconds = milliseconds
        }
    }

    /// A listing of what an account asks people for: its purposes, its vendors.
    public struct Discovery: Sendable, Hashable {
        /// How it is read.
        public let stream: ConsentStream
        /// Where the key stands in an item, as decisions have it.
        public let key: ValuePath
        /// Where its name for people stands.
        public let label: ValuePath?
        /// What the keys stand for.
        public let kind: Decision.Kind
    }

    /// The header that tells a block for a long time from a throttle.
    public struct SuspendRule: Sendable, Hashable {
        /// The header's name.
        public let header: String
        /// The value that means a block.
        public let value: String
    }

    /// The parameters, in the order of the manifest.
    public let parameters: [Parameter]
    let host: Template
    /// Further servers, by the names under which streams and logins refer to them.
    let hosts: [String: Template]
    /// How requests are authorized.
    public let authentication: Authentication
    /// The vendor's limits.
    public let rates: [Rate]
    /// When a 429 means a block.
    public let suspendRule: SuspendRule?
    /// What can be pulled.
    public let streams: [ConsentStream]
    /// Where the CMP lists what an account asks people for.
    public let discoveries: [Discovery]

    /// The stream of that name.
    ///
    /// - Throws: ``AdapterError`` `unknownStream`.
    public func stream(named name: String) throws(AdapterError) -> ConsentStream {
        guard let stream = streams.first(where: { $0.name == name }) else {
            let names = streams.map(\.name).joined(separator: ", ")
            throw AdapterError(.unknownStream, "The adapter has no stream \(name); it has \(names).")
        }
        return stream
    }

    /// The servers of a connection, the main one first; requests go nowhere else.
    public func hosts(of connection: Connection) throws(AdapterError) -> [String] {
        let scope = RequestScope(connection: connection)
        var names = [try host.resolved(scope)]
        for template in hosts.sorted(by: { $0.key < $1.key }).map(\.value) {
            let name = try template.resolved(scope)
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// The connection with its plain parameters told apart from its credentials.
    ///
    /// - Throws: ``AdapterError`` `configuration` with a sentence for each parameter that is missing, unknown or not
    ///   allowed.
    public func checked(_ connection: Connection) throws(AdapterError) -> Connection {
        var checked = connection
        checked.values = [:]
        checked.secrets = [:]
        var problems: [String] = []
        var given = connection.secrets
        for (name, value) in connection.values { given[name] = Secret(value) }
        for parameter in parameters {
            let value = given.removeValue(forKey: parameter.name)?.reveal() ?? ""
            if value.isEmpty, let fallback = parameter.fallback {
                checked.values[parameter.name] = fallback
            } else if value.isEmpty {
                if parameter.isRequired {
                    problems.append("The connection needs \(parameter.name): \(parameter.help).")
                }
            } else if parameter.isSecret {
                checked.secrets[parameter.name] = Secret(value)
            } else if parameter.allows(value) || connection.isInsecureTest {
                checked.values[parameter.name] = value
            } else {
                problems.append("\(parameter.name) must be one of \(parameter.allowed.joined(separator: ", ")).")
            }
        }
        for name in given.keys.sorted() {
            let known = parameters.map(\.name).joined(separator: ", ")
            let common = Connection.commonKeys.joined(separator: ", ")
            problems.append("The adapter has no parameter \(name); it has \(known). All have \(common).")
        }
        guard problems.isEmpty else { throw AdapterError(.configuration, problems.joined(separator: "\n")) }
        return checked
    }
}

extension ConsentSource.Parameter {
    /// Whether the value is one of the allowed, compared without regard to case; `*` stands for host characters.
    func allows(_ value: String) -> Bool {
        guard !allowed.isEmpty else { return true }
        // Some letters beyond ASCII have an ASCII letter as their small one.
        guard value.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
        let value = value.lowercased()
        return allowed.contains { pattern in
            let sides = pattern.lowercased().split(separator: "*", omittingEmptySubsequences: false)
            guard sides.count == 2 else { return pattern.lowercased() == value }
            let filled = value.dropFirst(sides[0].count).dropLast(sides[1].count)
            return value.count >= sides[0].count + sides[1].count && value.hasPrefix(sides[0])
                && value.hasSuffix(sides[1]) && !filled.isEmpty && filled.utf8.allSatisfy(Self.isHostByte)
        }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
