extension DecisionRule {
    /// The decisions in a decoded payload.
    ///
    /// - Throws: ``TranslationError`` where the part is missing, has another form than the rule reads, or has a word that
    ///   the table does not know.
    func decisions(in value: Value) throws(TranslationError) -> [Decision] {
        guard when.allSatisfy({ $0.holds(in: value) }) else { return [] }
        let parts = each.values(in: value)
        guard !parts.isEmpty else {
            if isOptional { return [] }
            throw TranslationError(
                .missing,
                "The payload has no \(each.text); it is cut off or of another kind.",
                path: each.text
            )
        }
        var decisions = try self.decisions(of: parts[0])
        for part in parts.dropFirst() { decisions += try self.decisions(of: part) }
        if case .listed(.granted, let universe?) = reading {
            decisions += try unlisted(of: universe, besides: decisions, in: value)
        }
        return decisions
    }

    /// The decisions, where they are what one object's names say; nil where they stand in another way.
    func decisionsOfOneObject(in value: Value) throws(TranslationError) -> [Decision]? {
        guard case .word = reading, fixedKey == nil, each.names != nil,
            let part = each.first(in: value), case .object(let object) = part,
            object.members.count <= TranslationLimits.maxDecisions
        else { return nil }
        guard when.allSatisfy({ $0.holds(in: value) }) else { return [] }
        return try decisions(of: part)
    }

    private func decisions(of part: Value) throws(TranslationError) -> [Decision] {
        if let fixedKey { return [try decision(of: fixedKey, part)] }
        var decisions: [Decision] = []
        switch part {
        case .object(let object):
            let members = object.members
            decisions.reserveCapacity(members.count)
            for index in members.indices where isKey(members[index].name) {
                decisions.append(try decision(of: members[index].name, members[index].value))
            }
        case .list(let elements):
            decisions.reserveCapacity(elements.count)
            for element in elements {
                guard let key = try name(key, of: element) ?? bareKey(element), !key.isEmpty else {
                    throw TranslationError(.missing, "A decision has no key.", path: each.text)
                }
                if isKey(key) { decisions.append(try decision(of: key, element)) }
            }
        default:
            throw TranslationError(.malformed, "An object or a list was expected here.", path: each.text)
        }
        return decisions
    }

    /// A list's element that is a key by itself, which only being listed says something about.
    private func bareKey(_ element: Value) -> String? {
        guard case .listed = reading, key == nil else { return nil }
        return element.scalar
    }

    private func isKey(_ name: String) -> Bool {
        switch names {
        case .all: true
        case .only(let keys): keys.contains(name)
        case .except(let keys):
            !keys.contains { $0.hasSuffix("*") ? name.hasPrefix($0.dropLast()) : name == $0 }
        }
    }

    private func decision(of key: String, _ value: Value) throws(TranslationError) -> Decision {
        Decision(
            kind: kind,
            key: try RecordRules.name(key, at: each),
            label: try name(label, of: value),
            state: try state(of: value),
            changedAt: try changed?.instant(in: value),
            expiresAt: try expires?.instant(in: value)
        )
    }

    private func name(_ path: ValuePath?, of element: Value) throws(TranslationError) -> String? {
        guard let found = path?.first(in: element), !found.isNull, let text = found.scalar else { return nil }
        return try RecordRules.name(text, at: each)
    }

    private func state(of value: Value) throws(TranslationError) -> Decision.State {
        guard case .word(let path, _) = reading else {
            guard case .listed(let state, _) = reading else { return .none }
            return state
        }
        guard let path else { return try state(ofWord: value) }
        guard let found = path.first(in: value) else {
            throw TranslationError(.missing, "A decision has no state.", path: each.text)
        }
        return try state(ofWord: found)
    }

    private func state(ofWord value: Value) throws(TranslationError) -> Decision.State {
        let state: Decision.State? =
            switch value {
            case .text(let word), .number(let word): states[word]
            case .list(let elements): states[elements.isEmpty ? "(empty)" : "(some)"]
            case .null, .bool: value.scalar.flatMap { states[$0] }
            case .object: nil
            }
        guard let state else {
            throw TranslationError(
                .unknownState,
                "A state word is not in the adapter's table; if the CMP has a new one, add it to the manifest.",
                path: each.text
            )
        }
        return state
    }

    /// Denials of what could have been listed and was not.
    private func unlisted(
        of universe: Universe,
        besides listed: [Decision],
        in value: Value
    ) throws(TranslationError) -> [Decision] {
        let known = Set(listed.map(\.key))
        return try keys(of: universe, in: value).filter { !known.contains($0) && isKey($0) }.map { key in
            Decision(kind: kind, key: key, state: .denied)
        }
    }

    private func keys(of universe: Universe, in value: Value) throws(TranslationError) -> [String] {
        switch universe {
        case .keys(let keys): return keys
        case .at(let path):
            var keys: [String] = []
            for found in path.values(in: value) {
                switch found {
                case .object(let object): keys += object.members.map(\.name)
                case .list(let elements): keys += elements.compactMap(\.scalar)
                default: throw TranslationError(.malformed, "An object or a list was expected here.", path: path.text)
                }
            }
            for key in keys { _ = try RecordRules.name(key, at: path) }
            return keys
        }
    }
}
