package import ConsentTranslation
package import OptIn

extension AdapterCase {
    /// Runs the case.
    public func outcome(with adapter: any ConsentAdapter) -> CaseOutcome {
        do {
            let records = try adapter.decode(RawItem(text: payload))
            return .read(records, permissions(of: records, adapter.mapping))
        } catch {
            return .refused(error)
        }
    }

    /// Runs the case and compares.
    ///
    /// - Returns: each field that came out otherwise than the case says; empty if the case passes.
    public func differences(with adapter: any ConsentAdapter) -> [CaseDifference] {
        differences(from: outcome(with: adapter))
    }

    /// Each field of an outcome that is otherwise than the case says.
    public func differences(from outcome: CaseOutcome) -> [CaseDifference] {
        guard let expectation else {
            return [
                CaseDifference(
                    field: "expect",
                    wanted: "what must come of the payload",
                    got: "nothing yet; adapter test --update writes it"
                )
            ]
        }
        let got = CaseExpectation(outcome)
        if expectation.error != nil || got.error != nil { return Self.errorDifferences(expectation, got, outcome) }
        return Self.categoryDifferences(expectation, got)
            + CaseExpectation.Field.allCases.flatMap { Self.differences(in: $0, expectation, got) }
    }

    /// What the case's policy makes of the records.
    package func permissions(of records: [ConsentRecord], _ mapping: AdapterMapping) -> Permissions {
        var mapping = mapping
        mapping.purposes.merge(purposes) { _, own in own }
        return SubjectOutcome(merging: records.map { policy.decide($0, mapping: mapping, now: now) }).permissions
    }

    private static func errorDifferences(
        _ wanted: CaseExpectation,
        _ got: CaseExpectation,
        _ outcome: CaseOutcome
    ) -> [CaseDifference] {
        guard wanted.error != got.error else { return [] }
        var text = "a record"
        if case .refused(let error) = outcome { text = "\(error.code.rawValue) (\(error))" }
        return [CaseDifference(field: "error", wanted: wanted.error?.rawValue ?? "a record", got: text)]
    }

    private static func categoryDifferences(_ wanted: CaseExpectation, _ got: CaseExpectation) -> [CaseDifference] {
        Category.allCases.compactMap { category in
            let (want, have) = (wanted.permission(category), got.permission(category))
            return want == have
                ? nil : CaseDifference(field: category.rawValue, wanted: want.rawValue, got: have.rawValue)
        }
    }

    private static func differences(
        in field: CaseExpectation.Field,
        _ wanted: CaseExpectation,
        _ got: CaseExpectation
    ) -> [CaseDifference] {
        guard field != .approved, field != .denied, let want = wanted.fields[field] else { return [] }
        var have = got.fields[field]
        if field == .records { have = have ?? .text("1") }
        guard want != have else { return [] }
        guard case .map(let want) = want else {
            return [CaseDifference(field: field.rawValue, wanted: want.text, got: have?.text ?? "nothing")]
        }
        var map: [String: String] = [:]
        if case .map(let found)? = have { map = found }
        return Set(want.keys).union(map.keys).sorted().filter { want[$0] != map[$0] }.map { key in
            CaseDifference(
                field: "\(field.rawValue) \(key)",
                wanted: want[key] ?? "nothing",
                got: map[key] ?? "nothing"
            )
        }
    }
}

extension CaseExpectation {
    fileprivate func permission(_ category: Category) -> Permission {
        approved.contains(category) ? .approved : (denied.contains(category) ? .denied : .undecided)
    }
}

extension CaseExpectation.Content {
    /// For people.
    fileprivate var text: String {
        switch self {
        case .text(let text): text
        case .list(let texts): texts.isEmpty ? "none" : texts.joined(separator: ", ")
        case .map(let map): map.keys.sorted().joined(separator: ", ")
        }
    }
}
