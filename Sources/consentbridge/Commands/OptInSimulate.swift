import ArgumentParser
import BoundedJSON
import ConsentTranslation
import Foundation
import OptIn

struct OptInSimulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Runs a page with adobe.optIn (VisitorAPI 5.5) and shows its state after each step.",
        discussion: """
            Examples:
              consentbridge optin simulate --config page.json --do 'approve aa,ecid wait' --do complete --do reload
              consentbridge optin simulate --config page.json --cookie '{"aa":true}' --do 'deny aa' --json
              consentbridge optin simulate --config page.json --tc CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA
              consentbridge optin simulate --lines < cases.jsonl > answers.jsonl

            The configuration is a JSON file with what the page hands to
            Visitor.getInstance. Steps:
            \(SimulationStep.examples.map { "  " + $0 }.joined(separator: "\n"))
            tick counts seconds, wait stands for shouldWaitForComplete, and a step may also
            be JSON as in a case: {"op":"approve","args":[["aa"],true]}.

            Known traps are told in warnings by name. What the library throws is told in
            its own words, later steps are taken all the same, and the exit code is 1.
            """
    )

    @Flag(help: "Read one case a line from standard input and answer one JSON line each.")
    var lines = false

    @Option(help: ArgumentHelp("The configuration of Visitor.getInstance (JSON).", valueName: "file"))
    var config: String?

    @Option(name: .customLong("do"), help: ArgumentHelp("A step; may be given several times.", valueName: "step"))
    var steps: [String] = []

    @Option(
        help: ArgumentHelp(
            "The cookie that the page finds: its JSON, its value, or a whole Set-Cookie line.",
            valueName: "cookie"
        )
    )
    var cookie: String?

    @Option(help: ArgumentHelp("The page's host.", valueName: "host"))
    var host = "www.example.com"

    @Flag(help: "The page came over http instead of https.")
    var http = false

    @Option(help: ArgumentHelp("The TC string that the page's CMP answers.", valueName: "string"))
    var tc: String?

    @OptionGroup var nowOptions: NowOptions

    @Flag(help: "One JSON object a step.")
    var json = false

    func validate() throws {
        if lines, config != nil || !steps.isEmpty || cookie != nil || tc != nil {
            throw ValidationError("--lines reads whole cases from standard input; leave the rest away.")
        }
        if !lines, config == nil {
            throw ValidationError("Name the configuration with --config, or --lines to read cases.")
        }
        if host.isEmpty { throw ValidationError("Name a host, such as www.example.com.") }
    }

    func run() async throws {
        let isGood = lines ? try await ParallelLines { CasePrinter() }.run() == 0 : try runSteps()
        if !isGood { throw Finished(status: .failures) }
    }

    private func runSteps() throws -> Bool {
        let parsed = try steps.map { text in
            do throws(SimulationError) {
                return (title: text, step: try SimulationStep(text: text))
            } catch {
                throw UsageError("\(error.message) (the option --do).")
            }
        }
        let now = nowOptions.instant.milliseconds
        let input = SimulationInput(host: host, isSecure: !http)
        let settings = try input.settings(configuration: config ?? "", tcString: tc)
        let cookie = try cookie.map { try input.cookie($0, at: now) }
        var narrator = SimulationNarrator(settings, cookie: cookie, at: now)
        var isGood = tell(narrator.start())
        for (title, step) in parsed {
            do throws(SimulationError) {
                isGood = tell(try narrator.take(step, title: title)) && isGood
            } catch {
                throw UsageError(error.message)
            }
        }
        return isGood
    }

    /// Prints a report; answers whether the step went well.
    private func tell(_ report: SimulationReport) -> Bool {
        if json {
            var json = JSONWriter()
            report.writeLine(into: &json)
            StandardOutput.write(json.bytes)
        } else {
            StandardOutput.write(SimulationText(report: report).text)
        }
        return report.error == nil
    }
}

/// Answers cases one after the other in memory that it keeps.
private struct CasePrinter: LineAnswering {
    private(set) var failures = 0
    private var json = JSONWriter(capacity: 1 << 20)

    mutating func answer(_ line: ArraySlice<UInt8>) {
        if !SimulationAnswer.line(for: Array(line), into: &json) { failures += 1 }
    }

    mutating func withAnswers(_ body: ([UInt8]) -> Void) {
        body(json.bytes)
        json.removeAll()
    }
}
