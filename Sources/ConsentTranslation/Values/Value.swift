/// What a payload looks like once its outer encodings are gone.
///
/// Numbers keep their source text: consent ids such as `007` or `1e3` must never change their spelling on the way.
public enum Value: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, as it is written.
    case number(String)
    /// A text.
    case text(String)
    /// A list.
    case list([Value])
    /// Named members in the order of the payload, each name once.
    case object(ObjectValue)

    /// The spelling of a scalar: a text itself, a number as written, `true`, `false` or `null`. Nil for containers.
    public var scalar: String? {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let text), .text(let text): text
        case .list, .object: nil
        }
    }

    /// Whether this is `null`.
    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// Whether this is an object that has a member of that name.
    func has(_ name: String) -> Bool {
        guard case .object(let object) = self else { return false }
        return object.has(name)
    }

    /// The member of that name, if this is an object that has it.
    public subscript(name: String) -> Value? {
        guard case .object(let object) = self, let position = object.position(of: name) else { return nil }
        return object.members[position].value
    }
}

/// Named values in order, each name once.
public struct ObjectValue: Sendable, Hashable {
    /// A name with its value.
    public struct Member: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The value.
        public fileprivate(set) var value: Value
    }

    /// The members in the order of the payload.
    public private(set) var members: [Member] = []
    /// Positions by name, built only for objects that are too large to search.
    private var positions: [String: Int]?
    private static let searchedDirectly = 16
    /// The TC string that the members tell of, where they do.
    private(set) var known = KnownTCString()

    /// An empty object.
    public init() {}

    /// An object of these members; nil where a name stands twice.
    init?(members: [Member]) {
        self.members = members
        guard members.count < Self.searchedDirectly else {
            var positions: [String: Int] = [:]
            for (position, member) in members.enumerated()
            where positions.updateValue(position, forKey: member.name) != nil { return nil }
            self.positions = positions
            return
        }
        for later in members.indices {
            for earlier in 0..<later where members[earlier].name == members[later].name { return nil }
        }
    }

    /// An object of a few members whose names are known to differ.
    ///
    /// - Parameter tcString: the TC string that they tell of.
    init(distinct members: [Member], tcString: DecodedTCString? = nil) {
        self.init()
        guard members.count < Self.searchedDirectly else {
            for member in members { _ = append(member.name, member.value) }
            return
        }
        self.members = members
        known = KnownTCString(decoded: tcString)
    }

    /// Appends a member.
    ///
    /// - Returns: false, and nothing changes, if the name is taken.
    public mutating func append(_ name: String, _ value: Value) -> Bool {
        guard position(of: name) == nil else { return false }
        members.append(Member(name: name, value: value))
        if members.count == Self.searchedDirectly {
            positions = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.name, $0) })
        } else if members.count > Self.searchedDirectly {
            positions?[name] = members.count - 1
        }
        return true
    }

    /// Whether there is a member of that name.
    func has(_ name: String) -> Bool { position(of: name) != nil }

    /// The value of that name.
    public subscript(name: String) -> Value? { position(of: name).map { members[$0].value } }

    /// Gives every member the value that `change` makes of it; nil leaves it as it is.
    mutating func changeValues<Failure: Error>(_ change: (Member) throws(Failure) -> Value?) throws(Failure) {
        for index in members.indices {
            if let value = try change(members[index]) { members[index].value = value }
        }
    }

    /// Where the member of that name stands.
    func position(of name: String) -> Int? {
        guard members.count < Self.searchedDirectly else { return positions?[name] }
        for position in members.indices where members[position].name == name { return position }
        return nil
    }
}
