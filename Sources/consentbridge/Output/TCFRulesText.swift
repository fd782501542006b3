import ConsentTranslation
import OptIn

/// What each rule makes of a TC string, for people.
struct TCFRulesText {
    let comparison: TCFComparison

    var text: String {
        var table = Table([("TCF RULE", .left), ("ANSWER", .left), ("BECAUSE", .left)])
        for rule in [comparison.used, other] {
            guard let reading = comparison.readings[rule] else { continue }
            table.add([
                (rule.rawValue, nil), (reading.permission.rawValue, reading.permission.style), (reading.because, nil),
            ])
        }
        table.add(["edge", comparison.edge.general?.rawValue ?? "-", comparison.edge.because])
        return table.text + "\n" + verdict
    }

    private var other: Policy.TCFRule { comparison.used == .strict ? .adobePlugin : .strict }

    private var verdict: String {
        guard !comparison.categories.isEmpty else { return "No category has a TCF gate.\n" }
        let gated = comparison.categories.map(\.category.rawValue).joined(separator: ", ")
        let differing = comparison.categories.filter(\.differs).map { reading in
            "\(reading.category.rawValue) \((reading.permissions[other] ?? .undecided).rawValue)"
        }
        let difference = differing.isEmpty ? "the same" : differing.joined(separator: ", ")
        return "Gated by \(comparison.used.rawValue): \(gated). Under \(other.rawValue): \(difference).\n"
    }
}
