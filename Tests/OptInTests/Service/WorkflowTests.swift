import OptIn
import Testing

@Suite("The workflow: choices are staged, one at a time or several, and completed once for all")
struct WorkflowTests {
    private static let applies = OptInConfiguration(doesOptInApply: true)

    @Test("preferences given one at a time go from pending over changed to complete, and are told once")
    func oneAtATime() {
        var service = OptInService(Self.applies)
        service.subscribe("page")
        #expect(service.status == .pending)
        #expect(service.approve(.aa, isWaiting: true) == [])
        #expect(service.status == .changed)
        #expect(service.approve(.ecid, isWaiting: true) == [])
        #expect(service.deny(.aam, isWaiting: true) == [])
        #expect(service.status == .changed)
        #expect(service.permissions == .undecided, "staged choices do not show before the first completion")
        #expect(service.complete() == [.notify("page"), .serveQueue])
        #expect(service.status == .complete)
        #expect(
            service.permissions
                == Permissions(approved: CategorySet([.aa, .ecid]), decided: CategorySet([.aa, .ecid, .aam]))
        )
    }

    @Test("a call that does not wait completes at once, with what was staged before")
    func immediate() {
        var service = OptInService(Self.applies)
        _ = service.deny(.target, isWaiting: true)
        #expect(service.approve(.aa) == [.serveQueue])
        #expect(service.status == .complete)
        #expect(service.permissions == Permissions(approved: CategorySet([.aa]), decided: CategorySet([.aa, .target])))
    }

    @Test("changed is neither pending nor complete, and there is no way back to pending")
    func states() {
        var service = OptInService(Self.applies)
        #expect(service.isPending && !service.isComplete)
        _ = service.approveAll(isWaiting: true)
        #expect(!service.isPending && !service.isComplete)
        _ = service.complete()
        #expect(!service.isPending && service.isComplete)
        _ = service.denyAll(isWaiting: true)
        #expect(service.status == .changed)
    }

    @Test("complete() does nothing while nothing is staged: no decision cannot be completed")
    func nothingStaged() {
        var service = OptInService(Self.applies)
        service.subscribe("page")
        #expect(service.complete() == [])
        #expect(service.status == .pending)
        _ = service.approve(.aa)
        #expect(service.complete() == [])
        #expect(service.status == .complete)
    }

    @Test("an empty set decides nothing and leaves the status alone")
    func emptySet() {
        var service = OptInService(Self.applies)
        #expect(service.approve([]) == [])
        #expect(service.deny([], isWaiting: true) == [])
        #expect(service.status == .pending)
    }

    @Test("from the first completion on, staged choices show at once, though nobody is told")
    func stagedShows() {
        var service = OptInService(Self.applies)
        service.subscribe("page")
        _ = service.approve(.aa)
        #expect(service.approve(.ecid, isWaiting: true) == [])
        #expect(service.isApproved(.ecid))
        #expect(service.status == .changed)
        #expect(service.complete() == [.notify("page"), .serveQueue])
    }

    @Test("a page that starts complete has completed nothing yet, so that staged choices do not show")
    func startsComplete() {
        let known = Permissions(approved: CategorySet([.aa]), decided: CategorySet([.aa]))
        var service = OptInService(OptInConfiguration(doesOptInApply: true, previousPermissions: known))
        #expect(service.isComplete)
        _ = service.approve(.ecid, isWaiting: true)
        #expect(service.permissions == known)
        _ = service.complete()
        #expect(service.isApproved(.aa, .ecid))
    }

    @Test("each call that does not wait tells of a completion, whether it changed anything or not")
    func everyCallTells() {
        var service = OptInService(Self.applies)
        service.subscribe("page")
        for _ in 0..<3 { #expect(service.approve(.aa) == [.notify("page"), .serveQueue]) }
    }

    @Test("without opt-in everything is approved, configured choices are ignored, and denials still work")
    func doesNotApply() {
        let known = Permissions(approved: [], decided: .all)
        var service = OptInService(OptInConfiguration(previousPermissions: known))
        #expect(service.isApproved())
        #expect(service.isComplete, "the status is worked out all the same")
        #expect(service.permissions == .undecided, "nobody's choice has been taken over")
        #expect(OptInService(OptInConfiguration()).isPending)
        _ = service.deny(.aa)
        #expect(!service.isApproved(.aa))
        #expect(service.approved == CategorySet.all.subtracting(CategorySet([.aa])))
    }
}
