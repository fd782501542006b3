import OptIn
import Testing

@Suite("Precedence: cookie, then previousPermissions, then preOptInApprovals, then no")
struct PrecedenceTests {
    @Test("the stronger source wins, category by category, and weaker ones fill the gaps", arguments: Category.allCases)
    func sources(category: Category) {
        let states = Permission.allCases
        for stored in states {
            for previous in states {
                for preApproved in states {
                    var configuration = OptInConfiguration(doesOptInApply: true, isOptInStorageEnabled: true)
                    configuration.previousPermissions[category] = previous
                    configuration.preOptInApprovals = .undecided
                    configuration.preOptInApprovals?[category] = preApproved
                    var cookie = OptInCookieContent()
                    cookie.merge(permissions(category, stored))
                    let service = OptInService(configuration, cookie: cookie)

                    let choice = stored != .undecided ? stored : previous
                    #expect(service.permissions == permissions(category, choice))
                    let isApproved = (choice != .undecided ? choice : preApproved) == .approved
                    #expect(service.isApproved(category) == isApproved)
                    #expect(service.isComplete == (choice != .undecided), "pre-approvals never complete")
                }
            }
        }
    }

    @Test("without storage the cookie is not looked at")
    func storageOff() {
        let cookie = OptInCookieContent(value: #"{"aa":true}"#)
        let service = OptInService(OptInConfiguration(doesOptInApply: true), cookie: cookie)
        #expect(service.isPending)
        #expect(!service.isApproved(.aa))
    }

    @Test(
        "a cookie counts as a choice if it has a key and knows them all; what it says is used either way",
        arguments: [
            ("{}", false, []),
            (#"{"aa":true}"#, true, [.aa]),
            (#"{"aa":true,"nope":true}"#, false, [.aa]),
            (#"{"aa":true,"videoaa":true,"iabConsentHash":"x"}"#, true, [.aa]),
            (#"{"iabConsentHash":"x"}"#, true, []),
            (#"{"aa":"true","ecid":1,"aam":false}"#, true, []),
            ("null", false, []), ("5", false, []), (#"["aa"]"#, false, []), (#"{"aa":tr"#, false, []), ("", false, []),
            ("%E0%A4%A", false, []),
            ("%7B%22aa%22%3Atrue%7D", true, [.aa]),
        ] as [(String, Bool, [OptIn.Category])]
    )
    func cookies(value: String, isComplete: Bool, approved: [OptIn.Category]) {
        let configuration = OptInConfiguration(doesOptInApply: true, isOptInStorageEnabled: true)
        let service = OptInService(configuration, cookie: OptInCookieContent(value: value))
        #expect(service.isComplete == isComplete)
        #expect(service.approved == CategorySet(approved))
    }

    @Test("isPreApproved looks at the pre-approvals alone, and without categories at those that they mention")
    func preApproved() {
        var configuration = OptInConfiguration(doesOptInApply: true)
        #expect(!OptInService(configuration).isPreApproved())
        configuration.preOptInApprovals = .undecided
        #expect(!OptInService(configuration).isPreApproved())
        configuration.preOptInApprovals = permissions(.aa, .approved)
        configuration.previousPermissions = permissions(.aa, .denied)
        let service = OptInService(configuration)
        #expect(service.isPreApproved())
        #expect(service.isPreApproved(.aa))
        #expect(!service.isPreApproved(.aa, .ecid))
        #expect(!service.isApproved(.aa))
        configuration.preOptInApprovals?[.ecid] = .denied
        #expect(!OptInService(configuration).isPreApproved())
    }

    private func permissions(_ category: OptIn.Category, _ permission: Permission) -> Permissions {
        var permissions = Permissions.undecided
        permissions[category] = permission
        return permissions
    }
}
