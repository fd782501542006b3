/// One step of a simulation: a call of a method of `adobe.optIn`, or something that happens around it.
package struct SimulationStep: Sendable, Hashable {
    /// What can be done.
    package enum Operation: String, Sendable, Hashable, CaseIterable {
        // Methods of the service.
        case approve, deny, approveAll, denyAll, complete, isApproved, isPreApproved, fetchPermissions, on, off,
            publish, registerPlugin, execute, memoizeContent, getMemoizedContent
        // What the service shows.
        case snapshot, plugins, categories, cookieText
        // The TCF plug-in by way of `execute`, and the CMP.
        case iabFetch, iabIsApproved, cmpRespond
        // The page and the time.
        case unsubscribe, tick, setCookie, mutatePermissions, reload

        /// At which argument a callback is named by its label.
        var labelIndex: Int? {
            switch self {
            case .on, .off: 1
            case .fetchPermissions, .unsubscribe, .iabFetch, .iabIsApproved: 0
            default: nil
            }
        }
    }

    package var operation: Operation
    package var arguments: [PageValue]
    /// What the callback named in this step does, if the step says so.
    var script: CallbackScript?
    /// What a new page has other than the case says.
    var changes: PageObject?

    /// A step.
    package init(_ operation: Operation, _ arguments: [PageValue] = []) {
        self.operation = operation
        self.arguments = arguments
    }

    func argument(_ index: Int) -> PageValue { arguments.element(index) }

    /// The label of the callback.
    var label: String? {
        guard let index = operation.labelIndex, case .function(.recorder(let label)) = argument(index) else {
            return nil
        }
        return label
    }
}
