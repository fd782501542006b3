/// A function of the page, known by what it does.
package indirect enum PageFunction: Sendable, Hashable {
    /// A callback that records its calls under a label; see ``CallbackScript``.
    case recorder(String)
    /// Answers a value.
    case answering(PageValue)
    /// Throws an error with a text.
    case throwing(String)
    /// Does nothing.
    case nothing
    /// What `on` answers: takes the listener at a position out of an event's list.
    case unsubscriber(event: String, position: Int)
    /// The listener of the Visitor, which waits for `ecid`.
    case visitorListener
    /// What the Visitor does with the CMP's answer.
    case visitorAnswer(isApproved: Bool)
    /// What the TCF plug-in does with the CMP's first answer.
    case pluginStart
    /// What the TCF plug-in does for a question that had to wait for the CMP.
    case pluginQuestion(category: PageValue, callback: PageValue)
    /// A callback that is not called any more once its timer has run out.
    case timed(timer: Int, PageValue)
}

/// What a recording callback does beyond recording.
struct CallbackScript: Sendable, Hashable {
    /// Steps to take inside the callback.
    var steps: [SimulationStep] = []
    /// The text of an error to throw at the end.
    var error: String?
}
