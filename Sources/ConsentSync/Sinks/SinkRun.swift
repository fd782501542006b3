public import ConsentTranslation
public import ConsentTransport
public import Logging

/// Brings all sinks of a job file up to date, each at its own pace, and completes erasures that all have heard of.
public struct SinkRun: Sendable {
    private let store: any ConsentStore
    private let sinks: [SinkSettings]
    private let now: Instant
    private let network: NetworkSettings
    private let logger: Logger

    /// Creates a run.
    ///
    /// - Parameter network: how this machine reaches the outside.
    public init(
        store: any ConsentStore,
        sinks: [SinkSettings],
        now: Instant,
        network: NetworkSettings = NetworkSettings(),
        logger: Logger
    ) {
        self.store = store
        self.sinks = sinks
        self.now = now
        self.network = network
        self.logger = logger
    }

    /// Delivers to sinks.
    ///
    /// - Parameters:
    ///   - names: only these sinks; all where none is named.
    ///   - retriesParked: whether parked changes are tried again first.
    /// - Returns: what each sink's turn came to, in the order of the file.
    public func deliver(only names: [String] = [], retriesParked: Bool = false) async -> [SinkReport] {
        let chosen = names.isEmpty ? sinks : sinks.filter { names.contains($0.name) }
        return await withTaskGroup(of: (Int, SinkReport).self) { group in
            for (index, settings) in chosen.enumerated() {
                group.addTask { (index, await turn(settings, retriesParked)) }
            }
            var reports: [(Int, SinkReport)] = []
            for await report in group { reports.append(report) }
            return reports.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Completes the erasures that every sink has been told of.
    ///
    /// - Returns: how many have to wait, by the name of each sink that is still to be told.
    public func finishErasures() async throws -> [String: Int] {
        let waiting = try await Deliverer(store: store, now: now).finishErasures(sinks: sinks.map(\.name))
        return waiting.flatMap(\.waitingFor).reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    private func turn(_ settings: SinkSettings, _ retriesParked: Bool) async -> SinkReport {
        do {
            let sink = try settings.make(reaching: network, logger: logger)
            let deliverer = Deliverer(store: store, now: now)
            var report = SinkReport(sink: settings.name)
            if retriesParked { report += await deliverer.retryParked(in: sink) }
            if report.problem == nil { report += await deliverer.deliver(to: sink) }
            await sink.close()
            return report
        } catch {
            var report = SinkReport(sink: settings.name)
            report.problem = SyncFailure(error).message
            return report
        }
    }
}

extension SinkReport {
    static func += (left: inout SinkReport, right: SinkReport) {
        left.done += right.done
        left.skipped += right.skipped
        left.failed += right.failed
        left.problem = left.problem ?? right.problem
    }
}
