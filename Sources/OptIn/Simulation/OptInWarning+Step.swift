extension OptInWarning {
    /// The traps in a step, judged by the page before and after it.
    static func about(_ step: SimulationStep, before: Page, after: Page) -> [OptInWarning] {
        switch step.operation {
        case .approve, .deny: about(categories: step.argument(0)) + staged(before, after)
        case .approveAll, .denyAll: staged(before, after)
        case .complete: completion(before)
        case .isApproved: question(step.argument(0), before.workflow.permissions)
        case .reload: before.status == .changed ? [lost] : []
        default: []
        }
    }

    private static func about(categories: PageValue) -> [OptInWarning] {
        guard categories.isTruthy, categories != .array([]) else {
            let message = "approve and deny throw if there is nothing to decide; leave the call out."
            return [.init(.nothingToDecide, message)]
        }
        return categories.asList.map(\.text).filter { Category(rawValue: $0) == nil }.map { id in
            if id == "videoaa" {
                let message =
                    "videoaa has been refused since VisitorAPI 4.5.2, and the whole call with it; write mediaaa."
                return OptInWarning(.videoaa, message)
            }
            if let category = Category.allCases.first(where: { $0.enumName == id.uppercased() }) {
                let message = "\(id) is a name of the enumeration; write its value, \(category.rawValue)."
                return OptInWarning(.enumName, message)
            }
            let ids = Category.allCases.map(\.rawValue).joined(separator: ", ")
            return OptInWarning(
                .unknownCategory,
                "\(id) is no category, and the whole call is refused; there are \(ids)."
            )
        }
    }

    private static func staged(_ before: Page, _ after: Page) -> [OptInWarning] {
        guard after.status == .changed, before.workflow.permissions != after.workflow.permissions else { return [] }
        let message =
            "The page has completed once, so that the staged change shows at once, though nobody is told and nothing "
            + "is stored before complete()."
        return [.init(.stagedShowsAtOnce, message)]
    }

    private static func completion(_ before: Page) -> [OptInWarning] {
        guard before.status != .changed else { return [] }
        let message =
            before.status == .pending
            ? "complete() does nothing while nothing is decided; approve or deny first."
            : "complete() does nothing, since nothing is staged."
        return [.init(.completeDoesNothing, message)]
    }

    private static func question(_ categories: PageValue, _ permissions: PageObject) -> [OptInWarning] {
        let named = categories.asList.map(\.text)
        let odd = named.filter { permissions[$0]?.isTruthy == true && permissions[$0] != .bool(true) }
        if !odd.isEmpty {
            let message = "\(odd.list) is approved by a value that is not true: any text counts, \"false\" too."
            return [.init(.textIsApproved, message)]
        }
        let extra = permissions.keys.filter { Category(rawValue: $0) == nil && permissions[$0] != .bool(true) }
        guard named.isEmpty, !extra.isEmpty else { return [] }
        let message = "isApproved() is false for ever, since \(extra.list) is not true; name the categories."
        return [.init(.extraKeySpoilsIsApproved, message)]
    }

    private static let lost = OptInWarning(
        .stagedIsLost,
        "Choices were staged and never completed; they are lost with the page."
    )

    /// What a browser's refusal means.
    static func about(_ refusal: CookieJar.Refusal, domain: String) -> OptInWarning {
        let reason =
            switch refusal {
            case .domain: "\(domain) is no domain of this page"
            case .secure: "Secure needs https"
            case .sameSite: "SameSite=None needs Secure"
            case .httpOnly: "there is an HttpOnly cookie of the name"
            }
        return OptInWarning(.cookieRefused, "The browser drops the cookie without an error: \(reason).")
    }
}
