extension Page {
    /// Whether the Visitor has to wait for `ecid`, and in the TCF context for the CMP, before it asks for ids.
    private var isVisitorWaiting: Bool {
        guard options.doesOptInApply else { return false }
        let mayAsk = isECIDApproved && (!options.isIabContext.isTruthy || visitor.hasAnswer)
        return !(isComplete && mayAsk)
    }

    /// The Visitor's start: while it has to wait it listens, before any listener of the page.
    mutating func startVisitor() throws(PageError) {
        if isVisitorWaiting {
            _ = try fetchPermissions(.function(.visitorListener), isSubscribing: true)
            guard isECIDApproved else { return }
        }
        guard !visitor.isStarted else { return }
        visitor.isStarted = true
        // Its own cookie needs the option as text.
        if settings.site.isSecure, visitor.sameSite.isTruthy {
            guard case .string = visitor.sameSite else { throw .engine(.typeError) }
        }
    }

    /// The Visitor's listener. In the TCF context it asks the plug-in first, also after a denial.
    mutating func hearCompletion() throws(PageError) {
        guard isComplete else { return }
        if options.isIabContext.isTruthy {
            try execute([
                "command": .string("\(Self.pluginName).fetchConsentData"),
                "callback": .function(.visitorAnswer(isApproved: isECIDApproved)),
            ])
        } else if isECIDApproved {
            try startVisitor()
            off("complete", .function(.visitorListener))
        } else {
            off("complete", .function(.visitorListener))
        }
    }

    /// What the Visitor does with the CMP's answer. After an approval it needs data, and fails without.
    mutating func hearAnswer(_ arguments: [PageValue], isApproved: Bool) throws(PageError) {
        visitor.hasAnswer = true
        if arguments.element(0).isTruthy { throw .page("[IAB plugin] : \(arguments.element(0).text)") }
        if isApproved {
            _ = try arguments.element(1).member("gdprApplies")
            try startVisitor()
        }
        off("complete", .function(.visitorListener))
    }
}

extension Page {
    private mutating func execute(_ request: PageObject) throws(PageError) {
        try execute(.object(request))
    }
}
