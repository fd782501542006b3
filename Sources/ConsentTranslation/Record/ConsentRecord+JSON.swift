public import BoundedJSON

extension ConsentRecord {
    /// Writes the record for people and programs: fixed member order, absent members left out, times in milliseconds, an
    /// object for each decision.
    public func write(into json: inout JSONWriter) {
        _ = write(into: &json) { decisions, json in
            for decision in decisions { decision.write(into: &json) }
        }
    }

    /// Writes the canonical form: as ``write(into:)``, but decisions that have nothing but a kind, a key and a state stand
    /// together, `["purpose","granted","1","2"]`, as far as kind and state stay the same. They are most of all decisions,
    /// and of what a store keeps.
    ///
    /// Equal records have equal bytes, so the bytes serve as the record's identity where the CMP gives none.
    ///
    /// - Returns: where in the writer's bytes the list of subjects stands. Everything around it is the same for a record of
    ///   anybody else who decided so.
    package func writeCanonical(into json: inout JSONWriter) -> Range<Int> {
        write(into: &json) { Decision.writeRuns(of: $0, into: &$1) }
    }

    private func write(
        into json: inout JSONWriter,
        _ writeDecisions: ([Decision], inout JSONWriter) -> Void
    ) -> Range<Int> {
        json.beginObject()
        json.member(Key.adapter, adapter)
        json.key(Key.subjects)
        let start = json.bytes.count
        json.beginArray()
        for subject in subjects {
            json.beginObject()
            json.member(Key.namespace, subject.namespace)
            json.member(Key.id, subject.id)
            json.endObject()
        }
        json.endArray()
        let names = start..<json.bytes.count
        json.member(Key.recordId, recordID)
        json.member(Key.decidedAt, decidedAt)
        json.member(Key.expiresAt, expiresAt)
        json.member(Key.explicitness, explicitness?.rawValue)
        json.member(Key.regulation, regulation)
        json.member(Key.gdprApplies, gdprApplies)
        json.member(Key.gpc, gpc)
        json.member(Key.country, region?.country)
        json.member(Key.subdivision, region?.subdivision)
        json.member(Key.undecidedBecause, undecidedBecause)
        json.key(Key.decisions)
        json.beginArray()
        writeDecisions(decisions, &json)
        json.endArray()
        json.member(Key.tcf, strings.tcf)
        json.member(Key.ac, strings.ac)
        json.member(Key.gpp, strings.gpp)
        json.member(Key.usp, strings.usp)
        json.endObject()
        return names
    }

    /// The canonical form as UTF-8.
    public var canonicalBytes: [UInt8] {
        var json = JSONWriter(capacity: 1_024)
        _ = writeCanonical(into: &json)
        return json.bytes
    }

    /// The form in which earlier programs stored a record.
    private var earlierBytes: [UInt8] {
        var json = JSONWriter(capacity: 1_024)
        write(into: &json)
        return json.bytes
    }

    /// Reads the canonical form.
    ///
    /// - Throws: ``TranslationError`` where the bytes are not exactly what ``canonicalBytes`` or an earlier program makes: in
    ///   a damaged record the very member may be lost that forbids something.
    public init(canonical bytes: [UInt8]) throws(TranslationError) {
        let value = try Value(json: bytes, limits: TranslationLimits.record)
        guard let adapter = value["adapter"]?.scalar else {
            throw TranslationError(.malformed, "A stored record cannot be read; the store is damaged.")
        }
        self.init(adapter: adapter)
        subjects = try Self.elements(of: value["subjects"]).map { element throws(TranslationError) in
            guard let namespace = element["namespace"]?.scalar, let id = element["id"]?.scalar else {
                throw TranslationError(.malformed, "A stored subject cannot be read; the store is damaged.")
            }
            return SubjectID(namespace: namespace, id: id)
        }
        for element in try Self.elements(of: value["decisions"]) {
            if case .list(let run) = element {
                decisions += try Decision.run(run)
            } else {
                decisions.append(try Decision(canonical: element))
            }
        }
        recordID = value["recordId"]?.scalar
        decidedAt = value["decidedAt"].flatMap(Instant.init(canonical:))
        expiresAt = value["expiresAt"].flatMap(Instant.init(canonical:))
        explicitness = value["explicitness"]?.scalar.flatMap(Explicitness.init(rawValue:))
        regulation = value["regulation"]?.scalar
        gdprApplies = value["gdprApplies"]?.flag
        gpc = value["gpc"]?.flag
        region = value["country"]?.scalar.map { Region(country: $0, subdivision: value["subdivision"]?.scalar) }
        undecidedBecause = value["undecidedBecause"]?.scalar
        strings = Strings(
            tcf: value["tcf"]?.scalar,
            ac: value["ac"]?.scalar,
            gpp: value["gpp"]?.scalar,
            usp: value["usp"]?.scalar
        )
        guard canonicalBytes == bytes || earlierBytes == bytes else {
            throw TranslationError(.malformed, "A stored record is not in canonical form; the store is damaged.")
        }
    }

    private static func elements(of value: Value?) throws(TranslationError) -> [Value] {
        guard case .list(let elements) = value else {
            throw TranslationError(.malformed, "A stored record cannot be read; the store is damaged.")
        }
        return elements
    }
}

/// The names of the canonical form, made ready once.
private enum Key {
    static let adapter = JSONKey("adapter")
    static let subjects = JSONKey("subjects")
    static let namespace = JSONKey("namespace")
    static let id = JSONKey("id")
    static let recordId = JSONKey("recordId")
    static let decidedAt = JSONKey("decidedAt")
    static let expiresAt = JSONKey("expiresAt")
    static let explicitness = JSONKey("explicitness")
    static let regulation = JSONKey("regulation")
    static let gdprApplies = JSONKey("gdprApplies")
    static let gpc = JSONKey("gpc")
    static let country = JSONKey("country")
    static let subdivision = JSONKey("subdivision")
    static let undecidedBecause = JSONKey("undecidedBecause")
    static let decisions = JSONKey("decisions")
    static let tcf = JSONKey("tcf")
    static let ac = JSONKey("ac")
    static let gpp = JSONKey("gpp")
    static let usp = JSONKey("usp")
    static let kind = JSONKey("kind")
    static let key = JSONKey("key")
    static let label = JSONKey("label")
    static let state = JSONKey("state")
    static let changedAt = JSONKey("changedAt")
}

extension JSONWriter {
    fileprivate mutating func member(_ name: JSONKey, _ value: String?) {
        guard let value else { return }
        key(name)
        string(value)
    }

    fileprivate mutating func member(_ name: JSONKey, _ value: Bool?) {
        guard let value else { return }
        key(name)
        bool(value)
    }

    fileprivate mutating func member(_ name: JSONKey, _ value: Instant?) {
        guard let value else { return }
        key(name)
        integer(value.milliseconds)
    }
}

extension Decision {
    /// Whether it has nothing but a kind, a key and a state.
    private var isBare: Bool { label == nil && changedAt == nil && expiresAt == nil }

    /// Writes decisions, bare ones of the same kind and state that follow each other as one list.
    fileprivate static func writeRuns(of decisions: [Decision], into json: inout JSONWriter) {
        // What stands at the head of the open list.
        var head: (kind: Kind, state: State)?
        for index in decisions.indices {
            let isBare = decisions[index].isBare
            let (kind, state) = (decisions[index].kind, decisions[index].state)
            if let open = head, !(isBare && open.kind == kind && open.state == state) {
                json.endArray()
                head = nil
            }
            guard isBare else {
                decisions[index].write(into: &json)
                continue
            }
            if head == nil {
                json.beginArray()
                json.string(kind.rawValue)
                json.string(state.rawValue)
                head = (kind, state)
            }
            json.string(decisions[index].key)
        }
        if head != nil { json.endArray() }
    }

    /// The decisions of a list that ``writeRuns(of:into:)`` made.
    fileprivate static func run(_ elements: [Value]) throws(TranslationError) -> [Decision] {
        guard elements.count > 2, let kind = elements[0].scalar.flatMap(Kind.init(rawValue:)),
            let state = elements[1].scalar.flatMap(State.init(rawValue:))
        else { throw TranslationError(.malformed, "A stored decision cannot be read; the store is damaged.") }
        var decisions: [Decision] = []
        for element in elements.dropFirst(2) {
            guard case .text(let key) = element else {
                throw TranslationError(.malformed, "A stored decision cannot be read; the store is damaged.")
            }
            decisions.append(Decision(kind: kind, key: key, state: state))
        }
        return decisions
    }

    fileprivate func write(into json: inout JSONWriter) {
        json.beginObject()
        json.member(Key.kind, kind.rawValue)
        json.member(Key.key, key)
        json.member(Key.label, label)
        json.member(Key.state, state.rawValue)
        json.member(Key.changedAt, changedAt)
        json.member(Key.expiresAt, expiresAt)
        json.endObject()
    }

    fileprivate init(canonical value: Value) throws(TranslationError) {
        guard let kind = value["kind"]?.scalar.flatMap(Kind.init(rawValue:)), let key = value["key"]?.scalar,
            let state = value["state"]?.scalar.flatMap(State.init(rawValue:))
        else { throw TranslationError(.malformed, "A stored decision cannot be read; the store is damaged.") }
        self.init(
            kind: kind,
            key: key,
            label: value["label"]?.scalar,
            state: state,
            changedAt: value["changedAt"].flatMap(Instant.init(canonical:)),
            expiresAt: value["expiresAt"].flatMap(Instant.init(canonical:))
        )
    }
}

extension Instant {
    fileprivate init?(canonical value: Value) {
        guard case .number(let text) = value, let milliseconds = Int64(text) else { return nil }
        self.init(milliseconds: milliseconds)
    }
}

extension Value {
    /// The flag, if this is `true` or `false`.
    var flag: Bool? {
        guard case .bool(let flag) = self else { return nil }
        return flag
    }
}

extension JSONWriter {
    /// Writes a member unless its value is absent.
    package mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        key(name)
        string(value)
    }

    /// Writes a member unless its value is absent.
    package mutating func member(_ name: String, _ value: Bool?) {
        guard let value else { return }
        key(name)
        bool(value)
    }

    /// Writes a member in milliseconds since the epoch unless its value is absent.
    package mutating func member(_ name: String, _ value: Instant?) {
        guard let value else { return }
        key(name)
        integer(value.milliseconds)
    }
}
