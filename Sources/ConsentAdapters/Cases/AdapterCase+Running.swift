import ConsentTranslation
import OptIn

extension AdapterCase {
    /// Runs the case.
    ///
    /// - Returns: a sentence for each difference, wanted first; empty if the case passes.
    public func differences(with adapter: any ConsentAdapter) -> [String] {
        let records: [ConsentRecord]
        do {
            records = try adapter.decode(item)
        } catch {
            guard let wanted = expectation.error else { return ["wanted a record, got the error: \(error)"] }
            return wanted == error.code
                ? [] : ["wanted the error \(wanted.rawValue), got \(error.code.rawValue): \(error)"]
        }
        if let wanted = expectation.error { return ["wanted the error \(wanted.rawValue), got a record"] }
        guard let record = records.first else { return ["wanted a record, got none"] }
        return permissionDifferences(records, adapter) + recordDifferences(record)
    }

    private var item: RawItem { RawItem(text: payload) }

    private func permissionDifferences(_ records: [ConsentRecord], _ adapter: any ConsentAdapter) -> [String] {
        let permissions = permissions(of: records, adapter)
        return Category.allCases.compactMap { category in
            let wanted: Permission =
                expectation.approved.contains(category)
                ? .approved : (expectation.denied.contains(category) ? .denied : .undecided)
            let got = permissions[category]
            return wanted == got ? nil : "\(category.rawValue): wanted \(wanted.rawValue), got \(got.rawValue)"
        }
    }

    private func permissions(of records: [ConsentRecord], _ adapter: any ConsentAdapter) -> Permissions {
        var mapping = adapter.mapping
        mapping.purposes.merge(purposes) { _, own in own }
        return SubjectOutcome(merging: records.map { policy.decide($0, mapping: mapping, now: now) }).permissions
    }

    private func recordDifferences(_ record: ConsentRecord) -> [String] {
        var differences: [String] = []
        if let wanted = expectation.decisions {
            let got = Dictionary(record.decisions.map { ($0.key, $0.state) }, uniquingKeysWith: { first, _ in first })
            for key in Set(wanted.keys).union(got.keys).sorted() where wanted[key] != got[key] {
                differences.append(
                    "decision \(key): wanted \(wanted[key]?.rawValue ?? "nothing"), got \(got[key]?.rawValue ?? "nothing")"
                )
            }
        }
        if let wanted = expectation.isExplicit, wanted != (record.explicitness == .explicit) {
            differences.append("explicit: wanted \(wanted), got \(record.explicitness?.rawValue ?? "nothing")")
        }
        if let wanted = expectation.decidedAt, wanted != record.decidedAt {
            differences.append("decided_at: wanted \(wanted.iso8601), got \(record.decidedAt?.iso8601 ?? "nothing")")
        }
        return differences
    }

    /// The law of truncation: a payload cut off anywhere never approves what the whole one does not. It is a law of
    /// valid payloads; cutting the damage off a damaged one may mend it.
    ///
    /// - Returns: a sentence for the first cut that breaks it; nil if none does.
    public func truncationBreach(with adapter: any ConsentAdapter) -> String? {
        guard expectation.error == nil else { return nil }
        let whole = (try? adapter.decode(item)).map { permissions(of: $0, adapter).approved } ?? []
        let bytes = Array(payload.utf8)
        for length in 0..<bytes.count {
            let cut = RawItem(text: String(decoding: bytes[..<length], as: UTF8.self))
            guard let records = try? adapter.decode(cut) else { continue }
            let extra = permissions(of: records, adapter).approved.subtracting(whole)
            if !extra.isEmpty {
                let names = extra.categories.map(\.rawValue).joined(separator: ", ")
                return "cut after \(length) of \(bytes.count) bytes it approves \(names), which the whole does not"
            }
        }
        return nil
    }
}
