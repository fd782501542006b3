import ConsentAdapters
import ConsentTranslation
import Foundation

/// Reads one file of a job, chunk by chunk, from where an earlier run stopped.
struct FileIntake {
    let job: JobFile.Job
    let source: FileSource
    /// What reads the payloads: the job's adapter, for rows of the form that the file has.
    private(set) var adapter: any ConsentAdapter
    let path: String
    /// What is known of the file from an earlier run.
    private(set) var position: FilePosition
    private var reader: FileReader
    private var items = FileItems(form: .lines)
    private var isWhole = false

    /// Opens a file, and goes to where reading goes on.
    ///
    /// - Throws: ``FileProblem`` where it cannot be read, or is none that the adapter has an input for.
    init(
        _ path: String,
        of job: JobFile.Job,
        _ source: FileSource,
        adapter: any ConsentAdapter,
        from position: FilePosition
    ) throws(FileProblem) {
        (self.path, self.job, self.source, self.adapter, self.position) = (path, job, source, adapter, position)
        let manifest = source.form == .lines || source.form == .whole ? nil : adapter as? ManifestAdapter
        let rows = manifest?.rowsInputs ?? []
        reader = try FileReader(path: path)
        isWhole = source.form == .whole
        guard source.form == .rows || (source.form == nil && !rows.isEmpty) else {
            try reader.skip(to: position)
            return
        }
        let beginning = try reader.beginning()
        guard !beginning.isEmpty else { return }
        let text = String(decoding: beginning, as: UTF8.self)
        guard let manifest, let input = rows.first(where: { $0.fits(fileBeginning: text) }) else {
            throw FileProblem(
                "\(path) is no file of rows that the adapter \(adapter.descriptor.id) reads; see `consentbridge adapter "
                    + "describe \(adapter.descriptor.id)`, or write `as: lines` or `as: whole`."
            )
        }
        reader.close()
        reader = try FileReader(path: path, separator: input.separator)
        isWhole = input.format == .jsonList
        self.adapter = manifest.reading(input)
        var header = ""
        if input.separator != nil, let first = try reader.firstRow() { header = String(decoding: first, as: UTF8.self) }
        items = FileItems(form: .rows(input, header: header))
        if position.offset > 0 { try reader.skip(to: position) }
    }

    func close() { reader.close() }

    /// The next payloads; nil at the end. ``position`` is behind them.
    mutating func next() throws(FileProblem) -> [FileItem]? {
        guard !isWhole else { return try whole() }
        guard let chunk = try reader.next() else { return nil }
        position.offset = chunk.end
        position.rows = chunk.first + chunk.rows.count - 1
        return items.items(of: chunk)
    }

    /// The payloads of a file that is read in one piece.
    private mutating func whole() throws(FileProblem) -> [FileItem]? {
        guard position.offset == 0 else { return nil }
        let bytes = try reader.all()
        guard !bytes.isEmpty else { return nil }
        position.offset = UInt64(bytes.count)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FileProblem("\(path) is no UTF-8 text.")
        }
        guard case .rows(let input, _) = items.form else {
            position.rows = 1
            return [FileItem(content: .payload(RawItem(text: text)), row: 1)]
        }
        do {
            let found = try input.items(ofPage: text)
            position.rows = found.count
            return found.enumerated().map { FileItem(content: .payload($1), row: $0 + 1) }
        } catch {
            throw FileProblem("\(path) cannot be read. \(error.message)")
        }
    }

    /// Notes that the file was read to its end, if it is still what it was.
    ///
    /// - Returns: whether it is.
    mutating func finish() throws(FileProblem) -> Bool {
        guard try FileIdentity(of: path) == position.identity else { return false }
        position.isDone = true
        return true
    }
}
