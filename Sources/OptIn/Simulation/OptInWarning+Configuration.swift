extension OptInWarning {
    /// The traps in a configuration.
    static func about(_ configuration: PageObject) -> [OptInWarning] {
        unknownOptions(configuration) + booleans(configuration) + permissions(configuration)
            + cookieAttributes(configuration) + expiry(configuration["optInStorageExpiry"])
    }

    private static func unknownOptions(_ configuration: PageObject) -> [OptInWarning] {
        configuration.keys.filter { !VisitorOptions.isKnown($0) }.map { name in
            let cure =
                name.lowercased() == "optincookiesdomain"
                ? "the documentation misspells it: write optInCookieDomain"
                : VisitorOptions.all.first { $0.lowercased() == name.lowercased() }.map { "write \($0)" }
                    ?? "options of opt-in are \(VisitorOptions.optIn.joined(separator: ", "))"
            return OptInWarning(.unknownOption, "\(name) is no option and is dropped silently; \(cure).")
        }
    }

    private static func booleans(_ configuration: PageObject) -> [OptInWarning] {
        VisitorOptions.optIn.filter(VisitorOptions.booleans.contains).compactMap { name in
            switch configuration[name] ?? .undefined {
            case .undefined, .null, .bool, .function, .string("true"), .string("false"), .string(""): nil
            case let value where value.isTruthy:
                OptInWarning(.textCountsAsTrue, "\(name) is neither true nor false and counts as true; write true.")
            default: nil
            }
        }
    }

    private static func permissions(_ configuration: PageObject) -> [OptInWarning] {
        var warnings: [OptInWarning] = []
        for name in ["previousPermissions", "preOptInApprovals"] {
            let value = configuration[name] ?? .undefined
            guard value.isTruthy, value != .bool(true) else { continue }
            if case .string(let text) = value, PageValue(json: text) == nil {
                warnings.append(.init(.permissionsNotJSON, "\(name) is text that is no JSON and counts as {}."))
            }
            let keys = value.parsedPermissions.ownProperties.unknownKeys
            guard !keys.isEmpty else { continue }
            let consequence =
                name == "previousPermissions"
                ? "keeps the status pending, though it is used all the same"
                : "is reported, though it is used all the same"
            warnings.append(
                .init(.unknownKey, "\(name) has \(keys.list), which \(consequence); remove what is no category.")
            )
        }
        let previous = configuration["previousPermissions"] ?? .undefined
        if previous == .object(PageObject()) {
            let message = "previousPermissions is {}, which counts as none and is reported; leave it out."
            warnings.append(.init(.emptyPreviousPermissions, message))
        }
        let values = previous.isTruthy ? previous.parsedPermissions.ownProperties : PageObject()
        if !values.isEmpty, values.keys.allSatisfy({ values[$0] == .bool(false) }) {
            let message =
                "previousPermissions deny all that they mention and count as the visitor's own choice; "
                + "put defaults into preOptInApprovals."
            warnings.append(.init(.defaultsAsChoice, message))
        }
        return warnings
    }

    private static func cookieAttributes(_ configuration: PageObject) -> [OptInWarning] {
        guard let sameSite = configuration["sameSiteCookie"], sameSite.isTruthy else { return [] }
        let word = sameSite.text.lowercased()
        if word == "none", configuration["secureCookie"]?.isTruthy != true {
            let message = "Browsers refuse SameSite=None without Secure, so nothing is stored; set secureCookie."
            return [.init(.sameSiteNoneWithoutSecure, message)]
        }
        guard !["lax", "strict", "none"].contains(word) else { return [] }
        let message = "sameSiteCookie is written as it is and browsers drop unknown words; write Lax, Strict or None."
        return [.init(.unknownSameSite, message)]
    }

    /// Browsers keep no cookie longer than 400 days.
    private static let maxSeconds: Int64 = 400 * 86_400

    private static func expiry(_ value: PageValue?) -> [OptInWarning] {
        switch OptInCookieLifetime(option: value ?? .undefined) {
        case nil:
            let message =
                "optInStorageExpiry is no number of seconds other than 0, so that each completion throws behind the "
                + "event and nothing is stored; write seconds, \"SESSION\" or \"NONE\"."
            return [.init(.expiryFails, message)]
        case .none?:
            return [.init(.expiryNone, "With the optInStorageExpiry \"NONE\" the cookie is never written.")]
        case .seconds(let seconds)? where seconds < 0:
            return [.init(.expiryDeletes, "With a negative optInStorageExpiry each completion deletes the cookie.")]
        case .seconds(let seconds)? where seconds > maxSeconds:
            return [.init(.expiryCapped, "Browsers end a cookie after 400 days, before the optInStorageExpiry.")]
        default: return []
        }
    }
}

extension VisitorOptions {
    /// The options that concern opt-in.
    static let optIn = [
        "doesOptInApply", "preOptInApprovals", "previousPermissions", "isOptInStorageEnabled", "optInStorageExpiry",
        "optInCookieDomain", "isIabContext", "secureCookie", "sameSiteCookie", "cookieDomain",
    ]
}

extension PageObject {
    /// Keys that are neither categories nor magic.
    var unknownKeys: [String] {
        keys.filter { Category(rawValue: $0) == nil && !OptInCookieContent.magicKeys.contains($0) }
    }
}

extension [String] {
    /// The names in one line; of many the first.
    var list: String {
        count <= 5 ? joined(separator: ", ") : prefix(5).joined(separator: ", ") + " and \(count - 5) more"
    }
}
