import Foundation

/// A file of numbers for the text collector of Prometheus' node exporter.
///
/// It is replaced as a whole, so that nobody reads half of it. Its name should end in `.prom`.
public struct MetricsFile: Sendable {
    private let path: String
    /// The numbers, going on from those in the file.
    public let metrics: PrometheusMetrics

    /// Reads the file, if there is one.
    public init(path: String) {
        self.path = path
        let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        metrics = PrometheusMetrics(help: SyncMetrics.help, continuing: text)
    }

    /// Writes the numbers.
    ///
    /// - Throws: ``StoreError`` with the code ``StoreError/Code/io`` where the file cannot be written.
    public func write() throws(StoreError) {
        do {
            try Data(metrics.text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            // Node exporter is another user as a rule.
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        } catch {
            throw StoreError(.io, "The metrics file \(path) cannot be written; check its folder and its rights")
        }
    }
}
