extension TranslationProgram {
    /// The members of a pulled item that the program looks at; nil where it may look at any.
    package var itemNames: Set<String>? {
        var names = Set(rules.paths.map(\.root))
        for input in inputs {
            switch input {
            case .item(let required, let fields):
                names.formUnion(required)
                names.formUnion(fields.keys)
            case .rows(let rows):
                names.formUnion(rows.required)
                names.formUnion(rows.fields.keys)
            case .stored, .text, .message:
                // Which names a browser's storage has decides whether an item is taken for one.
                return nil
            }
        }
        return names
    }
}

extension RecordRules {
    /// Every path that starts at the payload's object.
    fileprivate var paths: [ValuePath] {
        var paths = identities.map(\.path)
        for rule in decisions {
            paths.append(rule.each)
            paths += rule.when.map(\.path)
            if case .listed(_, .at(let universe)?) = rule.reading { paths.append(universe) }
        }
        paths += (undecided.map(\.conditions) + implicitWhen + explicitWhen).joined().map(\.path)
        for time in decidedAt + expiresAt { paths += [time.path] + [time.plusDays].compactMap(\.self) }
        if case .words(let path, _)? = regulation { paths.append(path) }
        paths += [
            recordID, gpc?.path, gdprApplies?.path, region?.path, region?.subdivision,
            strings.tcf, strings.ac, strings.gpp, strings.usp,
        ].compactMap(\.self)
        return paths
    }
}
