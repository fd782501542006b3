import ArgumentParser
import ConsentAdapters
import ConsentTranslation
import Foundation
import OptIn

struct OptInExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes permissions in the form in which Adobe's products take them.",
        discussion: """
            Examples:
              consentbridge optin export --as visitor --storage @cookies.txt
              consentbridge optin export --as cookie --host www.example.com @cookies.txt
              consentbridge optin export --as script --permissions aa=approved,aam=denied
              consentbridge optin export --as websdk --collect aa,target @cookies.txt
              consentbridge optin export --as xdm --identity ECID:12345 @cookies.txt
              consentbridge optin export --as tags --expiry '90 days' @cookies.txt

            Forms:
              visitor  the second argument of Visitor.getInstance
              cookie   a server's Set-Cookie line; needs --domain or --host
              script   one transaction on adobe.optIn
              websdk   the array of the Web SDK's setConsent
              xdm      consent in profiles and events
              tags     what to enter into a tag manager's extension

            What is not decided is left out, never written as denied. What is to be
            known about an export goes to standard error, with --json into the answer.
            """
    )

    @Option(name: .customLong("as"), help: ArgumentHelp("The form.", valueName: "form"))
    var form: ExportForm

    @OptionGroup(title: "What was decided") var deciding: DecidingOptions

    @Option(
        help: ArgumentHelp("The permissions, instead of a payload: aa=approved,aam=denied.", valueName: "list"),
        transform: Permissions.argument
    )
    var permissions: Permissions?

    @OptionGroup(title: "The cookie") var cookie: CookieOptions
    @OptionGroup(title: "The Web SDK and XDM") var collection: CollectionOptions

    @Flag(help: "Answer in JSON: {\"ok\",\"as\",\"value\",\"notes\"}.")
    var json = false

    @Argument(help: "The payload, @FILE, or - for standard input. Several cookies are one Cookie: header line.")
    var payload: String?

    func validate() throws {
        if permissions == nil, payload == nil {
            throw ValidationError("Name a payload, @FILE, or - for standard input, or give --permissions.")
        }
        if permissions != nil, payload != nil {
            throw ValidationError("Either a payload is decided about or --permissions are given; leave one away.")
        }
        for option in cookie.given.union(collection.given).sorted() where !form.takes(option) {
            throw ValidationError("\(option) has no meaning with --as \(form.rawValue); leave it away.")
        }
    }

    func run() throws {
        // Mistakes in the options are told before anything is read.
        let terms = try cookie.terms()
        let domain = form == .cookie ? try cookie.cookieDomain() : nil
        let existing = try cookie.existing.map { try ExistingCookie(argument: $0).permissions }
        let decision: ExportedDecision
        switch try decided() {
        case .success(let made): decision = made
        case .failure(let error): return try ExportText.fail(error, form: form, asJSON: json)
        }
        let text = try export(decision, terms: terms, domain: domain, existing: existing)
        StandardOutput.write(json ? text.json : Array(text.text.utf8))
        if !json { StandardError.write(text.notes.map { "consentbridge: \($0.message)\n" }.joined()) }
    }

    private func export(
        _ decision: ExportedDecision,
        terms: CookieTerms,
        domain: CookieDomain?,
        existing: ExistingPermissions?
    ) throws -> ExportText {
        switch form {
        case .visitor:
            ExportText(VisitorConfiguration(decision, storesChoices: cookie.storage, terms: terms))
        case .cookie:
            ExportText(
                try SetCookieLine(
                    decision,
                    mergedInto: existing ?? ExistingPermissions(),
                    domain: try domain ?? cookie.cookieDomain(),
                    terms: terms,
                    now: deciding.nowOptions.instant.milliseconds
                ),
                isPast: isPast(terms)
            )
        case .script: ExportText(scriptFor: decision)
        case .websdk:
            ExportText(WebSDKConsent(decision, rule: collection.rule, standards: collection.standards?.standards))
        case .xdm:
            ExportText(
                XDMConsent(
                    decision,
                    rule: collection.rule,
                    standards: collection.standards?.standards,
                    identity: collection.identity
                )
            )
        case .tags: ExportText(TagSettings(decision, storesChoices: cookie.storage, terms: terms))
        }
    }

    /// Whether the cookie's end has come already by the clock of this machine, which a given time can bring about.
    private func isPast(_ terms: CookieTerms) -> Bool {
        guard case .seconds(let seconds) = terms.expiry ?? .standard else { return false }
        return deciding.nowOptions.instant.adding(milliseconds: seconds * 1_000) <= NowOptions.present
    }

    /// What is exported, or why the payload could not be read.
    private func decided() throws -> Result<ExportedDecision, TranslationError> {
        let policy = try deciding.policyFile().policy
        if let permissions {
            return .success(
                ExportedDecision(
                    permissions: permissions,
                    defaults: policy.defaults,
                    applies: policy.applies != .never,
                    decidedAt: deciding.nowOptions.instant.milliseconds
                )
            )
        }
        let text = try PayloadText.text(of: payload ?? "-")
        let translation = try deciding.translator().translate(text, with: deciding.adapter)
        if let error = translation.error { return .failure(error) }
        return .success(ExportedDecision(translation, policy: policy))
    }
}

extension ExportForm {
    /// Whether an option says anything about the form.
    fileprivate func takes(_ option: String) -> Bool {
        let terms: Set = ["--domain", "--host", "--expiry", "--secure", "--same-site"]
        return switch self {
        case .visitor, .tags: terms.contains(option) || option == "--storage"
        case .cookie: terms.contains(option) || option == "--existing"
        case .script: false
        case .websdk: ["--standard", "--collect", "--pending"].contains(option)
        case .xdm: ["--standard", "--collect", "--pending", "--identity"].contains(option)
        }
    }
}

extension ExportedDecision {
    /// What a translation came to.
    ///
    /// Opt-In applies if it does to any of the records. The TC string is the one of the first record that has one.
    fileprivate init(_ translation: Translation, policy: Policy) {
        let outcome = translation.outcome
        let record = translation.records.first { $0.strings.tcf != nil }
        self.init(
            permissions: outcome.permissions,
            defaults: policy.defaults,
            applies: translation.records.isEmpty || translation.records.contains(where: policy.applies),
            decidedAt: outcome.decidedAt?.milliseconds,
            tcf: record.flatMap { record in
                record.strings.tcf.map { ConsentString(text: $0, gdprApplies: record.gdprApplies) }
            }
        )
    }
}
