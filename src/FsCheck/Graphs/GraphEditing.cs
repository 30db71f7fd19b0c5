using SimAsync.Graphs;

namespace SimAsync.FsCheck.Graphs;

/// <summary>What generators and shrinkers do to graphs, which are values: a copy that differs in one thing.</summary>
internal static class GraphEditing
{
    extension(TaskGraph graph)
    {
        /// <summary>The graph with other coroutines.</summary>
        public TaskGraph With(IEnumerable<KeyValuePair<string, IReadOnlyList<Statement>>> coroutines) =>
            new(coroutines) { Name = graph.Name, About = graph.About, Eager = graph.Eager };
    }

    extension(Statement statement)
    {
        /// <summary>Whether the statement has statements in it.</summary>
        public bool IsBlock => statement.Has(StatementField.Body);

        /// <summary>The lists of statements in it: its body, those of its except clauses, its finally.</summary>
        public IEnumerable<IReadOnlyList<Statement>> Bodies => [statement.Body, .. statement.Except.Select(static clause => clause.Body), statement.Finally];

        /// <summary>The statement with one field set.</summary>
        public Statement With(StatementField field, object? value) =>
            new(statement.Op, [.. statement.Slots.Where(slot => slot.Field != field), new Statement.Slot(field, value)]);

        /// <summary>The statement without some fields.</summary>
        public Statement Without(params ReadOnlySpan<StatementField> fields)
        {
            List<Statement.Slot> kept = [];
            foreach (Statement.Slot slot in statement.Slots)
            {
                if (!fields.Contains(slot.Field))
                {
                    kept.Add(slot);
                }
            }

            return new(statement.Op, kept);
        }

        /// <summary>The statement with each list of statements in it put through a function, in their order.</summary>
        public Statement WithBodies(Func<IReadOnlyList<Statement>, IReadOnlyList<Statement>> change) =>
            !statement.IsBlock ? statement : new(statement.Op, [.. statement.Slots.Select(slot => slot with
            {
                Value = slot.Value switch
                {
                    Statement[] body => change(body).ToArray(),
                    ExceptClause[] clauses => clauses.Select(clause => new ExceptClause(clause.Type, change(clause.Body))).ToArray(),
                    var value => value,
                },
            })]);
    }
}
