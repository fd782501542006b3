extension OptInWarning {
    /// The traps that a page that has been loaded is in.
    static func about(_ page: Page) -> [OptInWarning] {
        var warnings: [OptInWarning] = []
        if !page.options.doesOptInApply {
            let message =
                "doesOptInApply is off: everything is approved, and configured or stored permissions are ignored."
            warnings.append(.init(.everythingApproved, message))
            if page.options.isIabContext.isTruthy {
                let message = "isIabContext without doesOptInApply registers no plug-in; set both."
                warnings.append(.init(.pluginNotRegistered, message))
            }
        } else if page.options.preOptInApprovals.isTruthy, page.status == .pending {
            let message =
                "preOptInApprovals never complete the status; fetchPermissions answers once now and, unless it "
                + "subscribes, never again."
            warnings.append(.init(.preApprovalsNeverComplete, message))
        }
        if page.options.doesOptInApply, page.options.isIabContext.isTruthy, page.settings.cmp == nil {
            let message = "There is no __tcfapi, so that aam and ecid stay pending for ever; give --tc a TC string."
            warnings.append(.init(.noCMP, message))
        }
        return warnings
    }

    /// The traps in the opt-in cookies that a page found.
    static func about(_ cookies: [CookieJar.Cookie], on page: Page) -> [OptInWarning] {
        var warnings: [OptInWarning] = []
        if page.world.jar.cookies.contains(where: { $0.name == OptInCookie.name && $0.isHTTPOnly }) {
            let message = "The library neither sees nor overwrites an HttpOnly cookie; a choice is lost at each reload."
            warnings.append(.init(.httpOnly, message))
        }
        guard let cookie = cookies.first else { return warnings }
        if cookies.count > 1 {
            let message =
                "There is one cookie for the host and one for the domain: the older is read, the other may be "
                + "written; set it with the domain that the library uses (\(page.options.domain))."
            warnings.append(.init(.twoCookies, message))
        }
        guard page.options.isOptInStorageEnabled else {
            let message = "isOptInStorageEnabled is off, so that the cookie is not read."
            warnings.append(.init(.storageIsOff, message))
            return warnings
        }
        warnings += lostFlags(cookie, page.options)
        let domain = page.options.domain.isEmpty ? nil : page.options.domain
        if cookies.count == 1, cookie.domain != domain {
            let message =
                "The cookie is for \(cookie.domain ?? "the host alone"), and the library writes another for "
                + "\(domain ?? "the host alone"): a later denial is undone by a reload."
            warnings.append(.init(.twoCookies, message))
        }
        return warnings + about(content: cookie, page)
    }

    private static func lostFlags(_ cookie: CookieJar.Cookie, _ options: PageOptions) -> [OptInWarning] {
        let isSecureLost = cookie.isSecure && !options.isSecure
        let isSameSiteLost = cookie.sameSite != nil && !options.sameSite.isTruthy
        guard isSecureLost || isSameSiteLost else { return [] }
        let message =
            "The library's next write replaces the cookie by one without its Secure or SameSite; set secureCookie and "
            + "sameSiteCookie."
        return [.init(.flagsLost, message)]
    }

    private static func about(content cookie: CookieJar.Cookie, _ page: Page) -> [OptInWarning] {
        let text = OptInCookie.percentDecoded(cookie.value) ?? ""
        guard case .object(let content)? = PageValue(json: text) else {
            let message = "The cookie holds no JSON object, which the library reads as no choice, or fails at."
            return [.init(.cookieUnreadable, message)]
        }
        var warnings: [OptInWarning] = []
        if !content.unknownKeys.isEmpty {
            let message =
                "The cookie has \(content.unknownKeys.list), which keeps every page pending, since each completion "
                + "writes it back; delete the cookie once."
            warnings.append(.init(.unknownKey, message))
        } else if !content.isEmpty, content.keys.allSatisfy(OptInCookieContent.magicKeys.contains) {
            let message = "The cookie holds no choice, and yet the page starts complete with everything denied."
            warnings.append(.init(.hashCountsAsChoice, message))
        }
        let configured = page.configuredPermissions
        let overridden = content.keys.filter { configured[$0] != nil && configured[$0] != content[$0] }
        if page.options.doesOptInApply, !overridden.isEmpty {
            let message = "The cookie beats the configuration: \(overridden.list)."
            warnings.append(.init(.cookieBeatsConfiguration, message))
        }
        return warnings
    }
}

extension Page {
    /// What the configuration says about permissions.
    fileprivate var configuredPermissions: PageObject {
        var permissions = preApprovals.ownProperties
        permissions.merge(options.previousPermissions.parsedPermissions.ownProperties)
        return permissions
    }
}
