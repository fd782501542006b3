import OptIn
import Testing

@Suite("Who is told, and when: listeners, then the cookie, then those who wait")
struct ListenerTests {
    private static let stored = OptInConfiguration(doesOptInApply: true, isOptInStorageEnabled: true)

    @Test("a completion tells listeners in order of subscription, writes the cookie, and serves the queue")
    func order() throws {
        let host = Host(Self.stored)
        try host.perform(host.service.fetchPermissions(for: "first"))
        try host.perform(host.service.fetchPermissions(for: "second"))
        host.service.subscribe("A")
        host.service.subscribe("B")
        try host.perform(host.service.approve(.aa))
        #expect(host.log == ["A aa", "B aa", "cookie", "first aa", "second aa"])
        try host.perform(host.service.approve(.ecid))
        #expect(host.log.dropFirst(5) == ["A aa,ecid", "B aa,ecid", "cookie"], "the queue is served once")
    }

    @Test("a listener that fails loses the cookie and the queue, not the new state; the queue waits on")
    func failingListener() throws {
        let host = Host(Self.stored)
        try host.perform(host.service.fetchPermissions(for: "waiting"))
        host.service.subscribe("A")
        host.actions["A"] = { _ in throw Host.Failure() }
        #expect(throws: Host.Failure()) { try host.perform(host.service.approve(.aa)) }
        #expect(host.service.isComplete)
        #expect(host.service.isApproved(.aa))
        #expect(host.log == ["A aa"])
        host.service.unsubscribe("A")
        try host.perform(host.service.deny(.aam))
        #expect(host.log.dropFirst() == ["cookie", "waiting aa"])
    }

    @Test("a failure in the queue goes no further, and those behind wait for the next completion")
    func failingQueue() throws {
        let host = Host(OptInConfiguration(doesOptInApply: true))
        for name in ["one", "two", "three"] as [OptInListener] {
            try host.perform(host.service.fetchPermissions(for: name))
        }
        host.actions["one"] = { _ in throw Host.Failure() }
        try host.perform(host.service.approve(.aa))
        #expect(host.log == ["one aa", "swallowed"])
        try host.perform(host.service.approve(.aa))
        #expect(host.log.dropFirst(2) == ["two aa", "three aa"])
    }

    @Test("a listener that decides is served inside, and those behind it see the newest state")
    func reentrant() throws {
        let host = Host(Self.stored)
        host.service.subscribe("A")
        host.service.subscribe("B")
        host.actions["A"] = { host in
            host.actions["A"] = nil
            try host.perform(host.service.approve(.ecid))
        }
        try host.perform(host.service.approve(.aa))
        #expect(host.log == ["A aa", "A aa,ecid", "B aa,ecid", "cookie", "B aa,ecid", "cookie"])
    }

    @Test("a listener that leaves during a completion is still told of it, one that joins is not")
    func snapshot() throws {
        let host = Host(OptInConfiguration(doesOptInApply: true))
        host.service.subscribe("A")
        host.service.subscribe("B")
        host.actions["A"] = { host in
            host.service.unsubscribe("B")
            host.service.subscribe("late")
        }
        try host.perform(host.service.approve(.aa))
        #expect(host.log == ["A aa", "B aa"])
        host.actions["A"] = nil
        try host.perform(host.service.approve(.aa))
        #expect(host.log.dropFirst(2) == ["A aa", "late aa"])
    }

    @Test("a listener may subscribe twice and is told twice; unsubscribing ends both")
    func twice() throws {
        let host = Host(OptInConfiguration(doesOptInApply: true))
        host.service.subscribe("A")
        host.service.subscribe("A")
        try host.perform(host.service.approve(.aa))
        #expect(host.log == ["A aa", "A aa"])
        host.service.unsubscribe("A")
        try host.perform(host.service.approve(.aa))
        #expect(host.log.count == 2)
    }

    @Test("fetchPermissions answers at once if permissions are known or need not be")
    func fetchesAtOnce() {
        let known = Permissions(approved: [], decided: CategorySet([.aa]))
        for configuration in [
            OptInConfiguration(), OptInConfiguration(doesOptInApply: true, previousPermissions: known),
            OptInConfiguration(doesOptInApply: true, preOptInApprovals: .undecided),
        ] {
            var service = OptInService(configuration)
            #expect(service.fetchPermissions(for: "F") == [.notify("F")])
            #expect(service.approve(.aa) == [.serveQueue], "and never again")
            #expect(service.nextInQueue() == nil)
        }
    }

    @Test("fetchPermissions with a subscription tells of every completion, and at once if there is something to tell")
    func fetchesAndSubscribes() {
        var service = OptInService(OptInConfiguration(doesOptInApply: true))
        #expect(service.fetchPermissions(for: "F", isSubscribing: true) == [])
        #expect(service.approve(.aa) == [.notify("F"), .serveQueue])
        #expect(service.nextInQueue() == nil)
        #expect(service.fetchPermissions(for: "G", isSubscribing: true) == [.notify("G")])
        #expect(service.deny(.aa) == [.notify("F"), .notify("G"), .serveQueue])
    }

    @Test("who fetches while choices are staged waits for their completion")
    func fetchesWhileChanged() throws {
        let host = Host(OptInConfiguration(doesOptInApply: true))
        try host.perform(host.service.approve(.aa, isWaiting: true))
        try host.perform(host.service.fetchPermissions(for: "F"))
        #expect(host.log == [])
        try host.perform(host.service.complete())
        #expect(host.log == ["F aa"])
    }
}
