import Foundation

/// Where a scenario is played: takes the requests of all connections one by one.
actor Stage {
    nonisolated let log = RequestLog()
    private var player: ScenarioPlayer

    init(_ scenario: Scenario) {
        player = ScenarioPlayer(scenario)
    }

    /// The answer to a request, which is in the log when this returns.
    func answer(_ request: ScriptedRequest) -> ScriptedAnswer {
        let outcome = player.answer(request, at: Date())
        log.append(request, outcome)
        return outcome.answer
    }
}
