import ConsentTranslation
import OptIn

/// A place of a manifest that no case notices.
package struct UntestedPlace: Sendable, Hashable {
    /// The place, such as `record.undecided[2]`.
    package let name: String
    /// Where it stands in the file, from 1.
    package let line: Int
    /// Where it stands in the line, from 1.
    package let column: Int
    /// What no case notices.
    package let message: String
}

/// The law of mutation.
extension AdapterLaws {
    var mutation: [LawBreach] {
        untestedPlaces.map { LawBreach(.mutation, "\($0.name) (line \($0.line)): \($0.message)") }
            + idleExcuses.map { LawBreach(.mutation, "tests.untested excuses \($0), which is tested or is not there") }
    }

    /// The places that no case notices and no excuse covers, the outermost ones only. Empty for a Swift type, and while
    /// cases fail: what they notice says nothing then.
    package var untestedPlaces: [UntestedPlace] {
        allUntestedPlaces.filter { excuses.cover(of: $0.name) == nil }
    }

    /// Excuses that nothing needs.
    package var idleExcuses: [String] {
        guard !excuses.untested.isEmpty, isJudging else { return [] }
        let needed = Set(allUntestedPlaces.compactMap { excuses.cover(of: $0.name) })
        return excuses.untested.keys.filter { name in
            // What stands in a section about asking is no matter of cases.
            !needed.contains(name) && !Self.recordedSections.contains { name == $0 || name.hasPrefix("\($0).") }
                && !Self.recordedSections.contains { name.hasPrefix("\($0)[") }
        }.sorted()
    }

    private var isJudging: Bool {
        adapter is ManifestAdapter && !cases.isEmpty && cases.allSatisfy { $0.differences(with: adapter).isEmpty }
    }

    private var allUntestedPlaces: [UntestedPlace] {
        guard let adapter = adapter as? ManifestAdapter, isJudging else { return [] }
        var watch = MutationWatch(adapter, cases)
        return ManifestPlace.places(in: adapter.tree.root).flatMap { watch.untested($0, excuses) }
    }
}

/// Tells whether the cases notice a change of the manifest.
private struct MutationWatch {
    private let adapter: ManifestAdapter
    /// The cases, those that noticed something last in front: they are likely to notice the next change too.
    private var cases: [(item: AdapterCase, outcome: Result<[ConsentRecord], TranslationError>)]

    init(_ adapter: ManifestAdapter, _ cases: [AdapterCase]) {
        self.adapter = adapter
        self.cases = cases.map { item in (item, Self.read(item, adapter)) }
    }

    private static func read(
        _ item: AdapterCase,
        _ adapter: ManifestAdapter
    ) -> Result<[ConsentRecord], TranslationError> {
        do {
            return .success(try adapter.decode(RawItem(text: item.payload)))
        } catch {
            return .failure(error)
        }
    }

    /// What is untested at a place and within it. Where a whole is not missed its parts are not either, and where a
    /// place is excused it is tried by itself only, to see that the excuse is needed.
    mutating func untested(_ place: ManifestPlace, _ excuses: LawExcuses) -> [UntestedPlace] {
        for change in place.changes where !isNoticed(place.changed(adapter.tree.root, by: change)) {
            return [place.untested(by: change)]
        }
        return place.children.flatMap { untested($0, excuses) }
    }

    /// Whether a changed manifest no longer loads, or fails a case.
    private mutating func isNoticed(_ root: YAMLNode) -> Bool {
        guard let changed = adapter.tree.adapter(from: root) else { return true }
        let isReadAlike =
            changed.program == adapter.program && (changed.recordHook == nil) == (adapter.recordHook == nil)
        for index in cases.indices {
            let (item, known) = cases[index]
            let outcome = isReadAlike ? known : Self.read(item, changed)
            if outcome == known, changed.mapping == adapter.mapping { continue }
            if item.differences(from: CaseOutcome(outcome, item, changed.mapping)).isEmpty { continue }
            cases.insert(cases.remove(at: index), at: 0)
            return true
        }
        return false
    }
}

extension CaseOutcome {
    fileprivate init(
        _ result: Result<[ConsentRecord], TranslationError>,
        _ item: AdapterCase,
        _ mapping: AdapterMapping
    ) {
        switch result {
        case .success(let records): self = .read(records, item.permissions(of: records, mapping))
        case .failure(let error): self = .refused(error)
        }
    }
}

extension ManifestPlace {
    func untested(by change: Change) -> UntestedPlace {
        let message =
            switch change {
            case .removed: "no case misses it"
            case .turned: "no case notices whether it is true or false"
            case .read(let word): "no case notices if it is read as \(word)"
            case .altered: "no case notices if it is written otherwise"
            }
        return UntestedPlace(
            name: name,
            line: position.line,
            column: position.column,
            message: message
        )
    }
}
