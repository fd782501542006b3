/// The CMP of a simulated page: a fake `__tcfapi`.
package struct PageCMP: Sendable, Hashable {
    /// An answer to a question.
    package struct Answer: Sendable, Hashable {
        var data = PageValue.undefined
        var success = PageValue.bool(true)
        /// How long it takes, in milliseconds; nothing for an answer in the same call.
        var delay: Int64?
        /// Whether it does not come until it is asked for by a step.
        var isWithheld = false
        /// How often it comes.
        var times = 1
    }

    /// What stands under the name `__tcfapi`.
    enum Kind: Sendable, Hashable {
        /// Nothing: there is only the API of TCF 1, or none.
        case missing
        /// Something that cannot be called.
        case noFunction
        /// A function that throws.
        case throwing
        /// A function that answers.
        case answering
    }

    var kind = Kind.answering
    var first = Answer()
    /// The answers to later questions; the last one stays.
    var later: [Answer] = []

    init(kind: Kind = .answering, first: Answer = Answer(), later: [Answer] = []) {
        self.kind = kind
        self.first = first
        self.later = later
    }

    /// The answer to a question, counted from 0.
    func answer(to question: Int) -> Answer {
        guard question > 0, !later.isEmpty else { return first }
        return later[min(question, later.count) - 1]
    }
}
