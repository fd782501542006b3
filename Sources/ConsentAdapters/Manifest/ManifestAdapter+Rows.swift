package import ConsentTranslation

extension ManifestAdapter {
    /// The forms of files with rows that the adapter reads, in the order in which they are tried.
    package var rowsInputs: [RowsInput] {
        program.inputs.compactMap { input in
            guard case .rows(let rows) = input else { return nil }
            return rows
        }
    }

    /// The same adapter for rows of one form only: a row by itself does not tell which it has.
    package func reading(_ rows: RowsInput) -> ManifestAdapter {
        var adapter = self
        adapter.program = TranslationProgram(adapter: program.adapter, inputs: [.rows(rows)], rules: program.rules)
        return adapter
    }
}
