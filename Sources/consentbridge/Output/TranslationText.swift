import ConsentAdapters
import ConsentTranslation
import OptIn

/// A translation for people.
struct TranslationText {
    let translation: Translation
    let isExplaining: Bool

    var text: String {
        var text = facts.map { Self.line($0.0, $0.1) }.joined()
        if let error = translation.error {
            text += Self.line("Error", Style.red(error.description))
            return text + Self.line("Permits", "nothing: every category stays undecided")
        }
        if let cookie = OptInCookie.value(for: translation.outcome.permissions), isExplaining {
            text += Self.line("Cookie", "\(OptInCookie.name)=\(cookie)")
        }
        text += "\n" + table
        if let comparison = translation.tcfRules { text += "\n" + TCFRulesText(comparison: comparison).text }
        return text
    }

    private var facts: [(String, String)] {
        var facts: [(String, String)] = []
        if let adapter = translation.adapter {
            let how = translation.detection.map { ", detected by \($0.reason)" } ?? ""
            facts.append(("Adapter", "\(adapter.id) \(adapter.version)\(how)"))
        }
        guard let record = translation.records.first else { return facts }
        if let subject = record.subject { facts.append(("Subject", "\(subject.namespace) \(subject.id)")) }
        if let decidedAt = record.decidedAt {
            let explicit = record.explicitness.map { ", \($0.rawValue)" } ?? ""
            facts.append(("Decided", decidedAt.iso8601 + explicit))
        }
        if isExplaining {
            let decisions = record.decisions.map { "\($0.name) \($0.state.rawValue)" }
            facts.append(("Says", decisions.isEmpty ? "nothing" : decisions.joined(separator: ", ")))
        }
        return facts
    }

    private static func line(_ title: String, _ text: String) -> String {
        Style.bold(title) + String(repeating: " ", count: max(1, 9 - title.count)) + text.visible + "\n"
    }

    private var table: String {
        guard isExplaining else {
            return PermissionText.table(translation.outcome.permissions)
        }
        var table = Table([("CATEGORY", .left), ("PERMISSION", .left), ("RULE", .left), ("BECAUSE", .left)])
        for explanation in translation.outcomes.flatMap(\.explanations) {
            let gate = explanation.gate.map { " [\($0)]" } ?? ""
            table.add([
                (explanation.category.rawValue, nil),
                (explanation.decision.rawValue, explanation.decision.style),
                (explanation.rule, nil),
                (explanation.because + gate, nil),
            ])
        }
        return table.text
    }
}

/// The eight categories with their permissions.
enum PermissionText {
    static func table(_ permissions: Permissions) -> String {
        var table = Table([("CATEGORY", .left), ("PERMISSION", .left)])
        for category in Category.allCases {
            let permission = permissions[category]
            table.add([(category.rawValue, nil), (permission.rawValue, permission.style)])
        }
        return table.text
    }
}

extension Permission {
    /// The colour in which it is shown.
    var style: Style {
        switch self {
        case .approved: .green
        case .denied: .red
        case .undecided: .dim
        }
    }
}
