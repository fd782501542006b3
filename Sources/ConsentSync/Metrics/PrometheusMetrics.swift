public import Metrics
import Synchronization

/// Keeps numbers, and writes them in the text format of Prometheus (version 0.0.4).
///
/// Counters of an earlier process can be gone on with, so that those of a nightly job grow from night to night.
public final class PrometheusMetrics: MetricsFactory {
    /// What a number is to Prometheus.
    enum Kind: String {
        case counter
        case gauge
        case summary
    }

    /// One line: a name with its labels, as they are written.
    struct Series: Hashable {
        let name: String
        let labels: String

        init(name: String, dimensions: [(String, String)]) {
            self.name = Self.word(name)
            let pairs = dimensions.map { "\(Self.word($0))=\"\(Self.escaped($1))\"" }
            labels = pairs.isEmpty ? "" : "{" + pairs.joined(separator: ",") + "}"
        }

        init(name: String, labels: String) {
            self.name = name
            self.labels = labels
        }

        /// A name with nothing that names may not have.
        private static func word(_ text: String) -> String {
            String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") ? $0 : "_" })
        }

        private static func escaped(_ value: String) -> String {
            value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        }
    }

    private struct State {
        var kinds: [String: Kind] = [:]
        var values: [Series: Double] = [:]
    }

    private let state = Mutex(State())
    private let help: [String: String]

    /// No numbers yet.
    ///
    /// - Parameters:
    ///   - help: what each number means, by its name.
    ///   - text: what an earlier process wrote; its counters go on from there, and everything else in it is as it was
    ///     until it is written anew.
    public init(help: [String: String] = [:], continuing text: String = "") {
        self.help = help
        state.withLock { Self.read(text, into: &$0) }
    }

    /// The numbers, ordered by name and labels.
    public var text: String {
        let state = state.withLock { $0 }
        var text = ""
        var family: String?
        for (series, value) in state.values.sorted(by: { ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels) })
        {
            let name = Self.family(of: series.name, in: state.kinds)
            if name != family {
                if let help = help[name] { text += "# HELP \(name) \(help)\n" }
                text += "# TYPE \(name) \((state.kinds[name] ?? .gauge).rawValue)\n"
                family = name
            }
            text += "\(series.name)\(series.labels) \(Self.number(value))\n"
        }
        return text
    }

    /// The name without the ending that the lines of a summary have.
    private static func family(of name: String, in kinds: [String: Kind]) -> String {
        for ending in ["_sum", "_count"] where name.hasSuffix(ending) {
            let family = String(name.dropLast(ending.count))
            if kinds[family] == .summary { return family }
        }
        return name
    }

    private static func number(_ value: Double) -> String {
        value.rounded() == value && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func read(_ text: String, into state: inout State) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix("# TYPE "), words.count == 4 {
                state.kinds[String(words[2])] = Kind(rawValue: String(words[3]))
            } else if !line.hasPrefix("#"), let space = line.lastIndex(of: " "),
                let value = Double(line[line.index(after: space)...])
            {
                let key = line[..<space]
                let name = key.prefix { $0 != "{" }
                state.values[Series(name: String(name), labels: String(key.dropFirst(name.count)))] = value
            }
        }
    }

    fileprivate func add(_ amount: Double, to series: Series) {
        state.withLock { $0.values[series, default: 0] += amount }
    }

    fileprivate func set(_ value: Double, of series: Series) {
        state.withLock { $0.values[series] = value }
    }

    private func cell(_ label: String, _ dimensions: [(String, String)], _ kind: Kind) -> PrometheusCell {
        let series = Series(name: label, dimensions: dimensions)
        state.withLock { $0.kinds[series.name] = kind }
        return PrometheusCell(metrics: self, series: series)
    }

    /// A counter, which is there from now on even if it is never raised.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let cell = cell(label, dimensions, .counter)
        add(0, to: cell.series)
        return cell
    }

    /// A counter of fractions.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        cell(label, dimensions, .counter)
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        cell(label, dimensions, .gauge)
    }

    /// A gauge of the last value, or a summary of all.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        let cell = cell(label, dimensions, aggregate ? .summary : .gauge)
        return aggregate ? PrometheusSummary(metrics: self, series: cell.series) : cell
    }

    /// A summary in seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        PrometheusSummary(metrics: self, series: cell(label, dimensions, .summary).series)
    }

    /// Numbers stay for as long as the process lives.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Numbers stay for as long as the process lives.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    /// Numbers stay for as long as the process lives.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Numbers stay for as long as the process lives.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Numbers stay for as long as the process lives.
    public func destroyTimer(_ handler: any TimerHandler) {}
}

/// A counter or a gauge.
private final class PrometheusCell: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler {
    let metrics: PrometheusMetrics
    let series: PrometheusMetrics.Series

    init(metrics: PrometheusMetrics, series: PrometheusMetrics.Series) {
        self.metrics = metrics
        self.series = series
    }

    func increment(by amount: Int64) { metrics.add(Double(amount), to: series) }
    func increment(by amount: Double) { metrics.add(amount, to: series) }
    func decrement(by amount: Double) { metrics.add(-amount, to: series) }
    func set(_ value: Int64) { metrics.set(Double(value), of: series) }
    func set(_ value: Double) { metrics.set(value, of: series) }
    func record(_ value: Int64) { metrics.set(Double(value), of: series) }
    func record(_ value: Double) { metrics.set(value, of: series) }
    func reset() { metrics.set(0, of: series) }
}

/// The sum and the number of values.
private final class PrometheusSummary: RecorderHandler, TimerHandler {
    private static let nanosecondsInSecond = 1e9

    let metrics: PrometheusMetrics
    let series: PrometheusMetrics.Series

    init(metrics: PrometheusMetrics, series: PrometheusMetrics.Series) {
        self.metrics = metrics
        self.series = series
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        metrics.add(value, to: .init(name: series.name + "_sum", labels: series.labels))
        metrics.add(1, to: .init(name: series.name + "_count", labels: series.labels))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / Self.nanosecondsInSecond) }
}
