import ConsentTranslation

/// Checks the laws on one adapter, a manifest or a Swift type, over its cases.
///
/// ```swift
/// let laws = AdapterLaws(MyAdapter(), cases: try AdapterCase.cases(in: "cases"))
/// #expect(laws.breaches(effort: .quick).isEmpty)
/// ```
public struct AdapterLaws: Sendable {
    let adapter: any ConsentAdapter
    let cases: [AdapterCase]
    let excuses: LawExcuses
    let reader: GrantReader

    /// The laws of an adapter.
    ///
    /// - Parameters:
    ///   - adapter: the adapter.
    ///   - cases: its cases.
    ///   - excuses: what is passed over; nil for those of the manifest.
    public init(_ adapter: any ConsentAdapter, cases: [AdapterCase], excuses: LawExcuses? = nil) {
        self.adapter = adapter
        self.cases = cases
        self.excuses = excuses ?? (adapter as? ManifestAdapter)?.excuses ?? LawExcuses()
        reader = GrantReader(adapter, cases: cases)
    }

    /// Every breach of every law.
    public func breaches(effort: LawEffort) -> [LawBreach] {
        Law.allCases.flatMap { breaches(of: $0, effort: effort) }
    }

    /// Every breach of one law: at most one for each case and kind of damage.
    public func breaches(of law: Law, effort: LawEffort) -> [LawBreach] {
        switch law {
        case .cases: failingCases
        case .kinds: missingKinds
        case .truncation: truncation(effort)
        case .damage: damage(effort)
        case .escapes: escapes(effort)
        case .nesting: nesting(effort)
        case .repeats: repeats(effort)
        case .repetition: repetition(effort)
        case .silence: silence(effort)
        case .mutation: mutation
        }
    }

    /// The cases whose payload is whole. The laws of grants are about these: damage can mend what is damaged.
    var intact: [AdapterCase] { cases.filter { $0.expectation?.error == nil } }

    /// The cases whose payloads are made large: those that grant most first.
    func enlarged(_ effort: LawEffort) -> [AdapterCase] {
        let byGrants = intact.map { (item: $0, count: reader.granting($0.payload, $0).claimed.count) }
        return byGrants.sorted { ($1.count, $0.item.name) < ($0.count, $1.item.name) }
            .prefix(effort.enlargedCases).map(\.item)
    }

    private var failingCases: [LawBreach] {
        guard !cases.isEmpty else { return [LawBreach(.cases, "there are no cases")] }
        return cases.flatMap { item in
            item.differences(with: adapter).map { LawBreach(.cases, case: item.name, $0.description) }
        }
    }

    private var missingKinds: [LawBreach] {
        let shown = Set(cases.map(\.kind))
        return AdapterCase.Kind.allCases.compactMap { kind in
            guard kind != .variant else { return nil }
            switch (shown.contains(kind), excuses.without[kind]) {
            case (false, nil):
                return LawBreach(.kinds, "there is no case of the kind \(kind.rawValue)")
            case (true, .some) where !excuses.inherited.contains(kind):
                return LawBreach(.kinds, "tests.without excuses \(kind.rawValue), but there is a case")
            default:
                return nil
            }
        }
    }
}
