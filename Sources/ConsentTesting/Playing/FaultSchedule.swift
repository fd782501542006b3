/// Where one route stands in the list of its faults.
struct FaultSchedule: Sendable {
    private let faults: [Fault]
    private var index = 0
    private var timesPlayed = 0
    /// How many requests the route has had.
    private(set) var requestCount = 0

    init(_ faults: [Fault]) {
        self.faults = faults
    }

    /// Counts a request.
    mutating func arrive() {
        requestCount += 1
    }

    /// The fault that is due for the present request, without playing it.
    var due: Fault? {
        guard index < faults.count, requestCount >= faults[index].at else { return nil }
        return faults[index]
    }

    /// Plays the fault that is due.
    mutating func play() -> Fault? {
        guard let fault = due else { return nil }
        timesPlayed += 1
        if let times = fault.times, timesPlayed >= times {
            index += 1
            timesPlayed = 0
        }
        return fault
    }
}
