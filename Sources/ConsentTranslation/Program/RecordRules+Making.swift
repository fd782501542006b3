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
        record.decidedAt = try first(of: decidedAt, in: value)
        record.expiresAt = try first(of: expiresAt, in: value)
        record.gpc = try gpc?.value(in: value)
        record.gdprApplies = try gdprApplies?.value(in: value)
        record.region = try region?.value(in: value)
        record.regulation = try regulation?.value(in: value)
        record.strings = ConsentRecord.Strings(
            tcf: try text(strings.tcf, in: value),
            ac: try text(strings.ac, in: value),
            gpp: try text(strings.gpp, in: value),
            usp: try text(strings.usp, in: value)
        )
        record.known = strings.tcf?.known(in: value) ?? KnownTCString()
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
        guard let path, let found = path.first(in: value), !found.isNull else { return nil }
        guard let text = found.scalar else {
            throw TranslationError(.malformed, "A text was expected here.", path: path.text)
        }
        guard text.utf8.count <= TranslationLimits.maxPayloadBytes else {
            throw TranslationError(.tooLarge, "A text is too long.", path: path.text)
        }
        return text
    }

    /// A key, label or identifier within its limit.
    static func name(_ text: String, at path: ValuePath?) throws(TranslationError) -> String {
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
        // The names of one object differ by nature; everything else may name a key twice.
        if decisions.count == 1, let decided = try decisions[0].decisionsOfOneObject(in: value) { return decided }
        var states = DecisionStates()
        var made: [Decision] = []
        for rule in decisions {
            let found = try rule.decisions(in: value)
            if made.isEmpty { made.reserveCapacity(found.count) }
            for decision in found {
                switch states.note(decision) {
                case .isNew: made.append(decision)
                case .agrees: continue
                case .contradicts:
                    throw TranslationError(
                        .conflict,
                        "A key stands twice with different states.",
                        path: rule.each.text
                    )
                }
            }
        }
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

    private func first(of times: [Time], in value: Value) throws(TranslationError) -> Instant? {
        for time in times {
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
        guard let found = path.first(in: value), !found.isNull, found.scalar?.isEmpty != true else { return nil }
        guard let instant = found.scalar.flatMap({ Self.instant($0, format) }) else {
            throw TranslationError(.invalidTime, "This is not a time in the form \(format.rawValue).", path: path.text)
        }
        guard let plusDays else { return instant }
        guard let days = plusDays.first(in: value)?.scalar.flatMap(Int.init), (0...36_500).contains(days) else {
            throw TranslationError(.invalidTime, "This is not a number of days.", path: plusDays.text)
        }
        return instant.adding(days: days)
    }

    /// A time in a form; nil where the text is none.
    package static func instant(_ text: String, _ format: Format) -> Instant? {
        switch format {
        case .iso8601: Instant(iso8601: text)
        case .epochMilliseconds: milliseconds(text, scale: 1)
        case .epochSeconds: milliseconds(text, scale: 1_000)
        }
    }

    /// Years 1970 to 9999; a number beyond is damage or another unit.
    private static func milliseconds(_ text: String, scale: Int64) -> Instant? {
        var number: Int64 = 0
        var (digits, points) = (0, 0)
        for byte in text.utf8 {
            if byte == UInt8(ascii: "."), points == 0, digits > 0 {
                (digits, points) = (0, 1)
            } else if (0x30...0x39).contains(byte) {
                digits += 1
                guard points == 0 else { continue }
                let (tens, overflowed) = number.multipliedReportingOverflow(by: 10)
                let (sum, lost) = tens.addingReportingOverflow(Int64(byte - 0x30))
                guard !overflowed, !lost else { return nil }
                number = sum
            } else {
                return nil
            }
        }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: scale)
        guard digits > 0, !overflow, milliseconds < 253_402_300_800_000 else { return nil }
        return Instant(milliseconds: milliseconds)
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
        let own = subdivision?.first(in: value).flatMap(Self.text)
        let part = parts.count == 2 ? String(parts[1]) : own
        return ConsentRecord.Region(
            country: country.uppercased(),
            subdivision: try part.map { part throws(TranslationError) in try RecordRules.name(part, at: path) }
        )
    }

    private static func text(_ value: Value) -> String? {
        guard value != .null, let text = value.scalar, !text.isEmpty else { return nil }
        return text
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}

extension RecordRules.Regulation {
    func value(in value: Value) throws(TranslationError) -> String? {
        switch self {
        case .fixed(let regulation): regulation
        case .words(let path, let words): path.first(in: value)?.scalar.flatMap { words[$0] }
        }
    }
}
