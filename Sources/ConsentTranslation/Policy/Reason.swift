import OptIn

/// Why something was decided, put into words only when somebody reads it: of a night's millions nearly nobody does.
///
/// A sentence that is always the same is written out; one that names something of the record is kept in its parts.
enum Reason: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The words themselves.
    case words(String)
    /// Words around a number.
    case number(String, Int, String = "")
    /// A decision and what is so of it.
    indirect case decision(Decision, String)
    /// An item of a rule that the payload says nothing about.
    case silence(Selector)
    /// What another category came to.
    case category(Category, Permission)
    /// Several, all of which hold.
    case all([Reason])
    /// One, and another that would have been enough to decide otherwise.
    indirect case both(Reason, Reason)

    init(stringLiteral words: String) { self = .words(words) }

    /// The reason in words.
    var text: String {
        switch self {
        case .words(let words): words
        case .number(let before, let number, let after): before + String(number) + after
        case .decision(let decision, let state): "\(decision.name) \(state)"
        case .silence(let selector): "the payload says nothing about \(selector.text)"
        case .category(let category, let permission): "\(category.rawValue) is \(permission.rawValue)"
        case .all(let reasons): reasons.map(\.text).joined(separator: ", ")
        case .both(let first, let second): "\(first.text), and \(second.text)"
        }
    }
}
