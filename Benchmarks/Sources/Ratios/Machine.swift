import Foundation
import MachineTime

/// On which machine the table was made, when, and how busy it was: ratios of one run bear that, absolute figures do not.
enum Machine {
    /// The machine and the day.
    static var line: String {
        let process = ProcessInfo.processInfo
        let memory = Double(process.physicalMemory) / 1_073_741_824
        let day = Date.now.formatted(.iso8601.year().month().day())
        return "\(processor), \(process.activeProcessorCount) processors, \(Int(memory.rounded())) GB, "
            + "\(process.operatingSystemVersionString), \(day)"
    }

    /// What the load was in the last minute: programs that wanted a processor, this one among them.
    static var load: String {
        let load = load_of_last_minute()
        guard load >= 0 else { return "load unknown" }
        let isBusy = load > 1.5 * Double(ProcessInfo.processInfo.activeProcessorCount)
        return "load \((load * 10).rounded() / 10)" + (isBusy ? ", a busy machine" : "")
    }

    private static var processor: String {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = info.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "a processor"
    }
}
