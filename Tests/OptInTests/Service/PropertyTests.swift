import ConsentStrings
import OptIn
import Testing

@Suite("Laws of the service, on random choices")
struct ServicePropertyTests {
    private static let seeds = (0..<200).map { UInt64($0) &* 0x9E37_79B9 &+ 7 }

    @Test("what nobody decided is denied to no listener and in no cookie", arguments: seeds)
    func undecidedStays(seed: UInt64) throws {
        var random = RepeatableRandom(seed: seed)
        var decided = CategorySet()
        let previous = random.permissions()
        decided.formUnion(previous.decided)
        let host = Host(
            OptInConfiguration(
                doesOptInApply: true,
                preOptInApprovals: Bool.random(using: &random) ? random.permissions() : nil,
                previousPermissions: previous,
                isOptInStorageEnabled: true
            )
        )
        host.service.subscribe("page")
        host.actions["page"] = { host in
            #expect(host.service.permissions.decided.isSubset(of: decided), "\(random)")
        }
        for _ in 0..<12 {
            let categories = random.categories()
            decided.formUnion(categories)
            let isWaiting = Bool.random(using: &random)
            let effects =
                Bool.random(using: &random)
                ? host.service.approve(categories, isWaiting: isWaiting)
                : host.service.deny(categories, isWaiting: isWaiting)
            try host.perform(effects)
            if Int.random(in: 0..<4, using: &random) == 0 { try host.perform(host.service.complete()) }
            let written = host.cookie.map { OptInCookieContent(value: $0).permissions.decided } ?? []
            #expect(written.isSubset(of: decided), "\(random)")
        }
    }

    @Test("the order of staged calls on different categories does not matter", arguments: seeds)
    func orderOfStagedCalls(seed: UInt64) {
        var random = RepeatableRandom(seed: seed)
        let choices = random.permissions().decided.categories.map { ($0, Bool.random(using: &random)) }
        func outcome(_ choices: [(OptIn.Category, Bool)]) -> OptInService {
            var service = OptInService(OptInConfiguration(doesOptInApply: true))
            for (category, isApproved) in choices {
                _ =
                    isApproved
                    ? service.approve(category, isWaiting: true) : service.deny(category, isWaiting: true)
            }
            _ = service.complete()
            return service
        }
        let one = outcome(choices)
        let other = outcome(choices.shuffled(using: &random))
        #expect(one.permissions == other.permissions, "\(random)")
        #expect(one.status == other.status)
    }

    @Test("approving again what is approved changes neither permissions nor cookie", arguments: seeds)
    func repeatedApproval(seed: UInt64) throws {
        var random = RepeatableRandom(seed: seed)
        let host = Host(OptInConfiguration(doesOptInApply: true, isOptInStorageEnabled: true))
        let categories = random.categories()
        try host.perform(host.service.deny(random.categories()))
        try host.perform(host.service.approve(categories))
        let (permissions, cookie) = (host.service.permissions, host.cookie)
        try host.perform(host.service.approve(categories))
        #expect(host.service.permissions == permissions, "\(random)")
        #expect(host.cookie == cookie, "\(random)")
    }

    @Test("what a page stored is what the next page starts with", arguments: seeds)
    func reload(seed: UInt64) throws {
        var random = RepeatableRandom(seed: seed)
        let configuration = OptInConfiguration(doesOptInApply: true, isOptInStorageEnabled: true)
        let host = Host(configuration)
        try host.perform(host.service.approve(random.categories(), isWaiting: true))
        try host.perform(host.service.deny(random.categories(), isWaiting: true))
        try host.perform(host.service.complete())
        let next = Host(configuration, cookie: host.cookie)
        #expect(next.service.permissions == host.service.permissions, "\(random)")
        #expect(next.service.isComplete == !host.service.permissions.decided.isEmpty, "\(random)")
    }
}
