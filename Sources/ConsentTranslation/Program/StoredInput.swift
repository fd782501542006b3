/// One cookie or storage key that an adapter reads, or several that belong together.
public struct StoredInput: Sendable, Hashable {
    /// Which names are meant.
    public enum Names: Sendable, Hashable {
        /// This one.
        case name(String)
        /// The one that fits the pattern; its captures are told under `captures`.
        case pattern(NamePattern)
        /// All that fit the pattern, as one object whose names are what the capture took.
        case family(NamePattern, by: String)
    }

    /// What to do where a name comes twice with different values, as it does with cookies of several paths or domains.
    public enum Duplicates: String, Sendable, Hashable, CaseIterable {
        /// Refuse them: which is current cannot be known.
        case refuse
        /// Take the first, as the CMP's own script does (RFC 6265 section 5.4: the longest path comes first).
        case first
    }

    /// The names.
    public let names: Names
    /// The name that the decoded value has in the record rules.
    public let name: String
    /// Whether the payload is the adapter's only if it is there.
    public let isRequired: Bool
    /// It is taken for the adapter's only if its text contains all of these.
    public let contains: [String]
    /// What to do with duplicates.
    public let duplicates: Duplicates
    /// Steps from the text to the value.
    public let steps: [DecodeStep]

    /// Creates the rule.
    public init(
        names: Names,
        name: String,
        isRequired: Bool,
        contains: [String] = [],
        duplicates: Duplicates = .refuse,
        steps: [DecodeStep]
    ) {
        self.names = names
        self.name = name
        self.isRequired = isRequired
        self.contains = contains
        self.duplicates = duplicates
        self.steps = steps
    }
}

extension StoredInput {
    /// An entry with what the pattern captured in its name.
    struct Match {
        let entry: StoredTexts.Entry
        let captures: [(name: String, value: String)]
    }

    /// The entries that are meant.
    func matches(in stored: StoredTexts) -> [Match] {
        stored.entries.compactMap { entry in
            guard let captures = captures(in: entry.name), isMarked(entry.value) else { return nil }
            return Match(entry: entry, captures: captures)
        }
    }

    /// Whether there is one.
    func isThere(in stored: StoredTexts) -> Bool {
        stored.entries.contains { captures(in: $0.name) != nil && isMarked($0.value) }
    }

    private func captures(in name: String) -> [(name: String, value: String)]? {
        switch names {
        case .name(let wanted): name == wanted ? [] : nil
        case .pattern(let pattern), .family(let pattern, _): pattern.captures(in: name)
        }
    }

    private func isMarked(_ value: Value) -> Bool {
        guard !contains.isEmpty else { return true }
        guard let text = value.scalar else {
            // A dump that shows an object in place of its text is marked by the object's names.
            return contains.allSatisfy { value[$0] != nil }
        }
        return contains.allSatisfy { TextEncodings.contains(text, $0) }
    }

    /// The decoded value with its captures; nil where the entry is not there.
    ///
    /// - Throws: `conflict` where there are several that differ, and whatever the steps throw.
    func value(in stored: StoredTexts) throws(TranslationError) -> (
        value: Value, captures: [(String, Value)], isClosed: Bool
    )? {
        let matches = matches(in: stored)
        guard let first = matches.first else { return nil }
        if case .family(_, let capture) = names { return try family(matches, by: capture) }
        let chosen = duplicates == .first ? first : try agreed(matches)
        if !isRequired, chosen.entry.value == .text("") { return nil }
        return (
            try DecodeStep.run(steps, on: chosen.entry.value, path: name),
            chosen.captures.map { ($0.name, .text($0.value)) },
            chosen.entry.isClosed
        )
    }

    private func agreed(_ matches: [Match]) throws(TranslationError) -> Match {
        let first = matches[0]
        guard matches.allSatisfy({ $0.entry.value == first.entry.value && $0.entry.name == first.entry.name }) else {
            throw TranslationError(
                .conflict,
                "The cookie or key was given twice with different values; remove the stale one.",
                path: name
            )
        }
        return matches.first { $0.entry.isClosed } ?? first
    }

    private func family(
        _ matches: [Match],
        by capture: String
    ) throws(TranslationError) -> (value: Value, captures: [(String, Value)], isClosed: Bool) {
        var object = ObjectValue()
        for match in matches {
            guard let key = match.captures.first(where: { $0.name == capture })?.value else { continue }
            let value = try DecodeStep.run(steps, on: match.entry.value, path: "\(name).\(key)")
            if !object.append(key, value), duplicates == .refuse, object[key] != value {
                throw TranslationError(
                    .conflict,
                    "A cookie or key of the family was given twice with different values; remove the stale one.",
                    path: name
                )
            }
        }
        return (.object(object), [], matches.allSatisfy(\.entry.isClosed))
    }
}
