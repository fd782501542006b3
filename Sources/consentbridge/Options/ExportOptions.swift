import ArgumentParser
import Foundation
import OptIn

/// The forms in which permissions are exported.
enum ExportForm: String, CaseIterable, ExpressibleByArgument {
    /// The second argument of `Visitor.getInstance`.
    case visitor
    /// A server's `Set-Cookie` line.
    case cookie
    /// A script for the page.
    case script
    /// The array of `setConsent`.
    case websdk
    /// Consent in XDM.
    case xdm
    /// The fields of a tag manager's extension.
    case tags
}

/// How the opt-in cookie is kept.
struct CookieOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The cookie's domain, as optInCookieDomain has it (visitor, cookie, tags).",
            valueName: "name"
        )
    )
    var domain: String?

    @Option(
        help: ArgumentHelp(
            "The page's host, from which the domain is found as the library finds it.",
            valueName: "name"
        )
    )
    var host: String?

    @Option(help: ArgumentHelp("Its life: seconds, \"90 days\", or session; 13 months without it.", valueName: "time"))
    var expiry: String?

    @Flag(help: "Send it over TLS only (secureCookie).")
    var secure = false

    @Option(help: ArgumentHelp("Strict, Lax or None (sameSiteCookie); None needs --secure.", valueName: "word"))
    var sameSite: String?

    @Option(
        help: ArgumentHelp(
            "The cookie that the browser has, or a file with it; the decision is merged into it (cookie).",
            valueName: "cookie or file"
        )
    )
    var existing: String?

    @Flag(help: "Let the library keep choices in the cookie, isOptInStorageEnabled (visitor, tags).")
    var storage = false

    /// The names of the options that were given.
    var given: Set<String> {
        let options: [(String, Bool)] = [
            ("--domain", domain != nil), ("--host", host != nil), ("--expiry", expiry != nil), ("--secure", secure),
            ("--same-site", sameSite != nil), ("--existing", existing != nil), ("--storage", storage),
        ]
        return Set(options.filter(\.1).map(\.0))
    }

    /// The terms that they come to.
    func terms() throws -> CookieTerms {
        try CookieTerms(
            domain: domain == nil && host == nil ? nil : try cookieDomain(),
            expiry: try expiry.map { try CookieExpiry($0) },
            isSecure: secure,
            sameSite: try sameSite.map { try CookieTerms.SameSite(word: $0) }
        )
    }

    func cookieDomain() throws -> CookieDomain { try CookieDomain(domain: domain, host: host) }
}

/// How categories become the words of the Web SDK and of XDM.
struct CollectionOptions: ParsableArguments {
    @Option(
        name: .customLong("standard"),
        help: ArgumentHelp(
            "The standards to write, of adobe-1, adobe-2 and iab-tcf; those that the decision supports without it.",
            valueName: "standards"
        )
    )
    var standards: StandardList?

    @Option(
        help: ArgumentHelp(
            "The categories that collecting needs: granted if all are approved, refused if one is denied (aa,ecid).",
            valueName: "categories"
        )
    )
    var collect: CategoryList?

    @Flag(help: "Write p (pending) for what is not decided, instead of leaving it out.")
    var pending = false

    @Option(
        help: ArgumentHelp("Whose consent the TC string is, for identityPrivacyInfo (xdm).", valueName: "namespace:id"),
        transform: XDMConsent.Identity.argument
    )
    var identity: XDMConsent.Identity?

    /// The names of the options that were given.
    var given: Set<String> {
        let options: [(String, Bool)] = [
            ("--standard", standards != nil), ("--collect", collect != nil), ("--pending", pending),
            ("--identity", identity != nil),
        ]
        return Set(options.filter(\.1).map(\.0))
    }

    /// The rule that they come to.
    var rule: CollectionRule {
        CollectionRule(collect: collect?.set ?? CollectionRule.standardCollect, writesPending: pending)
    }
}

/// Standards from the command line: `adobe-2,iab-tcf`.
struct StandardList: ExpressibleByArgument {
    let standards: [ConsentStandard]

    init?(argument: String) {
        let words = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        standards = words.compactMap(ConsentStandard.init)
        guard standards.count == words.count else { return nil }
    }

    static var allValueStrings: [String] { ConsentStandard.allCases.map(\.rawValue) }
}

extension Permissions {
    /// Permissions from the command line: `aa=approved,aam=denied`.
    static func argument(_ text: String) throws -> Permissions {
        var permissions = Permissions.undecided
        var seen: CategorySet = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2, let category = Category(rawValue: sides[0]),
                let permission = Permission(rawValue: sides[1])
            else {
                let categories = Category.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError(
                    "\"\(word)\" is no permission; write one such as aa=approved. Categories are \(categories); each is "
                        + "approved, denied or undecided."
                )
            }
            guard !seen.contains(category) else { throw ValidationError("\(category.rawValue) is there twice.") }
            seen.insert(CategorySet(category))
            permissions[category] = permission
        }
        return permissions
    }
}

extension XDMConsent.Identity {
    /// An identity from the command line.
    static func argument(_ text: String) throws -> Self {
        guard let identity = Self(text) else {
            throw ValidationError("An identity is NAMESPACE:ID, such as ECID:12345.")
        }
        return identity
    }
}
