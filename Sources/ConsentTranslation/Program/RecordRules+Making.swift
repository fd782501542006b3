extension RecordRules {
    /// Makes the record of one decoded payload.
    ///
    /// - Throws: ``TranslationError`` where something required is missing, a state word is unknown, or a time cannot be
    ///   read: a record that is half understood is no record.
    func record(from value: Value, adapter: String, asked: SubjectID?) throws(TranslationError) -> ConsentRecord {
        var record = ConsentRecord(adapter: adapter)
        record.subjects = try subjects(in: value)
        if record.subjects.isEmpty, let asked { record.subjects = [asked] }
        record.decisions = try decisions(in: value)
        record.recordID = try text(recordID, in: value).map { id throws(TranslationError) in
            try Self.name(id, at: recordID)
        }
        record.undecidedBecause = undecided.first { $0.conditions.allSatisfy { $0.holds(in: value) } }?.reason
        record.explicitness = explicitness(in: value)
        record.decidedAt = try decidedAt(in: value)
        record.gpc = try gpc?.value(in: value)
        record.region = try region?.value(in: value)
        record.regulation = regulation
        record.strings = ConsentRecord.Strings(
            tcf: try text(strings.tcf, in: value),
            ac: try text(strings.ac, in: value),
            gpp: try text(strings.gpp, in: value),
            usp: try text(strings.usp, in: value)
        )
        return record
    }

    private func subjects(in value: Value) throws(TranslationError) -> [SubjectID] {
        var subjects: [SubjectID] = []
        for identity in identities {
            if let id = try text(identity.path, in: value), !id.isEmpty {
                subjects.append(
                    SubjectID(namespace: identity.namespace, id: try Self.name(id, at: identity.path))
                )
            } else if identity.isRequired {
                throw TranslationError(
                    .missing,
                    "The payload does not say whose consent it is.",
                    path: identity.path.text
                )
            }
        }
        return subjects
    }

    private func text(_ path: ValuePath?, in value: Value) throws(TranslationError) -> String? {
        guard let path, let found = path.first(in: value), found != .null else { return nil }
        guard let text = found.scalar else {
            throw TranslationError(.malformed, "A text was expected here.", path: path.text)
        }
        guard text.utf8.count <= TranslationLimits.maxPayloadBytes else {
            throw TranslationError(.tooLarge, "A text is too long.", path: path.text)
        }
        return text
    }

    /// A key, label or identifier within its limit.
    fileprivate static func name(_ text: String, at path: ValuePath?) throws(TranslationError) -> String {
        guard text.utf8.count <= TranslationLimits.maxNameBytes else {
            throw TranslationError(
                .tooLarge,
                "A key, label or identifier has more than \(TranslationLimits.maxNameBytes) bytes.",
                path: path?.text ?? ""
            )
        }
        return text
    }

    private func decisions(in value: Value) throws(TranslationError) -> [Decision] {
        var made: [Decision] = []
        for rule in decisions { made += try rule.decisions(in: value) }
        guard made.count <= TranslationLimits.maxDecisions else {
            throw TranslationError(.tooLarge, "A record has more than \(TranslationLimits.maxDecisions) decisions.")
        }
        return made
    }

    private func explicitness(in value: Value) -> ConsentRecord.Explicitness? {
        let holds: ([Condition]) -> Bool = { conditions in conditions.allSatisfy { $0.holds(in: value) } }
        if implicitWhen.contains(where: holds) { return .implicit }
        return explicitWhen.contains(where: holds) ? .explicit : nil
    }

    private func decidedAt(in value: Value) throws(TranslationError) -> Instant? {
        for time in decidedAt {
            if let instant = try time.instant(in: value) { return instant }
        }
        return nil
    }
}

extension RecordRules.Time {
    /// The time, or nil where the payload has none.
    ///
    /// - Throws: ``TranslationError`` `invalidTime` where there is one that cannot be read.
    func instant(in value: Value) throws(TranslationError) -> Instant? {
        guard let found = path.first(in: value), found != .null, found.scalar?.isEmpty != true else { return nil }
        guard let instant = found.scalar.flatMap({ Self.instant($0, format) }) else {
            throw TranslationError(.invalidTime, "This is not a time in the form \(format.rawValue).", path: path.text)
        }
        return instant
    }

    private static func instant(_ text: String, _ format: Format) -> Instant? {
        switch format {
        case .iso8601: Instant(iso8601: text)
        case .epochMilliseconds: milliseconds(text, scale: 1)
        case .epochSeconds: milliseconds(text, scale: 1_000)
        }
    }

    /// Years 1970 to 9999; a number beyond is damage or another unit.
    private static func milliseconds(_ text: String, scale: Int64) -> Instant? {
        let sides = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let number = sides.first.flatMap({ Int64($0) })
        else { return nil }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: scale)
        guard !overflow, milliseconds < 253_402_300_800_000 else { return nil }
        return Instant(milliseconds: milliseconds)
    }
}

extension RecordRules.Decisions {
    func decisions(in value: Value) throws(TranslationError) -> [Decision] {
        guard let container = each.first(in: value) else {
            throw TranslationError(
                .missing,
                "The payload has no \(each.text); it is cut off or of another kind.",
                path: each.text
            )
        }
        switch container {
        case .object(let object):
            var made: [Decision] = []
            for member in object.members {
                let key = try RecordRules.name(member.name, at: each)
                made.append(Decision(kind: kind, key: key, state: try state(of: member.value)))
            }
            return made
        case .list(let elements):
            var made: [Decision] = []
            for element in elements { made.append(try decision(of: element)) }
            return made
        case .null, .bool, .number, .text:
            throw TranslationError(.malformed, "An object or a list was expected here.", path: each.text)
        }
    }

    private func decision(of element: Value) throws(TranslationError) -> Decision {
        guard let key = try name(key, of: element), !key.isEmpty, let word = state?.first(in: element) else {
            throw TranslationError(.missing, "A decision has no key or no state.", path: each.text)
        }
        return Decision(
            kind: kind,
            key: key,
            label: try name(label, of: element),
            state: try state(of: word),
            changedAt: try changed?.instant(in: element),
            expiresAt: try expires?.instant(in: element)
        )
    }

    private func name(_ path: ValuePath?, of element: Value) throws(TranslationError) -> String? {
        guard let found = path?.first(in: element), found != .null, let text = found.scalar else { return nil }
        return try RecordRules.name(text, at: each)
    }

    private func state(of word: Value) throws(TranslationError) -> Decision.State {
        guard let text = word.scalar, let state = states[text] else {
            throw TranslationError(
                .unknownState,
                "A state word is not in the adapter's table; if the CMP has a new one, add it to the manifest.",
                path: each.text
            )
        }
        return state
    }
}

extension RecordRules.Flag {
    /// The flag, or nil where the payload has none.
    ///
    /// - Throws: ``TranslationError`` `unknownState` for a word that means neither.
    func value(in value: Value) throws(TranslationError) -> Bool? {
        guard let found = path.first(in: value), found != .null else { return nil }
        guard let word = found.scalar else {
            throw TranslationError(.malformed, "A text was expected here.", path: path.text)
        }
        if yes.contains(word) { return true }
        if no.contains(word) { return false }
        throw TranslationError(.unknownState, "A word that means neither yes nor no.", path: path.text)
    }
}

extension RecordRules.Region {
    func value(in value: Value) throws(TranslationError) -> ConsentRecord.Region? {
        guard let text = path.first(in: value)?.scalar else { return nil }
        let parts = separator.map { text.split(separator: $0, maxSplits: 1) } ?? [Substring(text)]
        guard let country = parts.first, country.utf8.count == 2, country.utf8.allSatisfy(Self.isLetter) else {
            return nil
        }
        return ConsentRecord.Region(
            country: country.uppercased(),
            subdivision: parts.count == 2 ? try RecordRules.name(String(parts[1]), at: path) : nil
        )
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
