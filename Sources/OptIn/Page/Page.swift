/// One page with `adobe.optIn` on it, as VisitorAPI 5.5 behaves: the service with the loose values that a page hands it,
/// its cookie, its TCF plug-in, and what the Visitor itself does with it.
///
/// The methods are in extensions by subject. Callbacks are values (``PageFunction``), and calling one is a method of the
/// page, so that a callback can call the service in the middle of whatever it is doing.
struct Page: Sendable {
    /// The state of the TCF plug-in.
    struct Plugin: Sendable {
        /// The CMP's last usable answer; null before the first.
        var data = PageValue.null
        /// Callbacks that wait for an answer.
        var queue: [PageValue] = []
    }

    /// The state of the Visitor, as far as it concerns opt-in.
    struct Visitor: Sendable {
        /// Whether it has been told of an answer of the CMP, usable or not.
        var hasAnswer = false
        /// Whether it has started to ask for ids.
        var isStarted = false
        /// The value of the option `sameSiteCookie`, which the Visitor's own cookie needs as text.
        var sameSite = PageValue.undefined
    }

    /// Something that happens later.
    struct Timer: Sendable {
        enum Action: Sendable {
            /// The CMP gives an answer to a question.
            case answer(PageCMP.Answer)
            /// A callback has waited long enough.
            case timeout(Int, PageValue)
        }

        let due: Int64
        let action: Action

        func isTimeout(_ timer: Int) -> Bool {
            if case .timeout(timer, _) = action { true } else { false }
        }
    }

    var world: PageWorld
    let settings: PageSettings
    var options = PageOptions()
    /// The parsed pre-approvals.
    var preApprovals = PageValue.undefined
    var workflow = OptInWorkflow(PageObject(), staged: PageObject(), isKnown: false, isStored: false)
    var listeners: [String: [PageFunction]] = [:]
    /// Callbacks that wait for the next completion.
    var queue: [PageValue] = []
    /// Registered plug-ins by name, in order; the TCF plug-in has no object.
    var plugins: [(name: String, object: PageObject?)] = []
    var iab = Plugin()
    var visitor = Visitor()
    /// Questions to the CMP so far, and those that wait for a step to answer them.
    var questions = 0
    var withheldQuestions = 0
    var timers: [Timer] = []
    var lastTimer = 0
    /// Timers of callbacks that have run out.
    var endedTimers: Set<Int> = []
    /// What recording callbacks do, by label; the first definition stays.
    var scripts: [String: CallbackScript] = [:]
    /// What `on` and `fetchPermissions` answered last for a label.
    var unsubscribers: [String: PageValue] = [:]

    init(_ settings: PageSettings, world: PageWorld) {
        self.settings = settings
        self.world = world
    }

    var status: OptInStatus { workflow.status }
    var isComplete: Bool { status == .complete }

    /// What the properties of the service say.
    var snapshot: PageValue {
        .object([
            "permissions": .object(workflow.permissions),
            "status": .string(status.rawValue),
            "isComplete": .bool(isComplete),
            "isPending": .bool(status == .pending),
            "doesOptInApply": .bool(options.doesOptInApply),
            "isIabContext": options.isIabContext == .undefined ? .string("$undef") : options.isIabContext,
        ])
    }
}

extension PageObject: ExpressibleByDictionaryLiteral {
    /// An object with these properties in this order.
    package init(dictionaryLiteral members: (String, PageValue)...) {
        self.init()
        for (name, value) in members { self[name] = value }
    }
}
