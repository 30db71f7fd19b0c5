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

        /// <summary>All statements, each before those in it, with the coroutine in which they stand.</summary>
        public IEnumerable<(string Coroutine, Statement Statement)> AllStatements =>
            graph.Coroutines.SelectMany(static c => c.Value.All.Select(statement => (c.Key, statement)));

        /// <summary>The graph with each statement replaced by some, or none. Those in a statement are replaced before it.</summary>
        /// <param name="edit">
        /// Given the coroutine, the statement's number in the order of all statements, and the statement; gives what is to stand in its place.
        /// </param>
        public TaskGraph Edit(Func<string, int, Statement, IEnumerable<Statement>> edit)
        {
            int next = 0;
            return graph.With([.. graph.Coroutines.Select(c => KeyValuePair.Create(c.Key, Edited(c.Key, c.Value)))]);

            IReadOnlyList<Statement> Edited(string coroutine, IReadOnlyList<Statement> body)
            {
                List<Statement> edited = [];
                foreach (Statement statement in body)
                {
                    int number = next++;
                    edited.AddRange(edit(coroutine, number, statement.WithBodies(inner => Edited(coroutine, inner))));
                }

                return edited;
            }
        }
    }

    extension(IReadOnlyList<Statement> body)
    {
        /// <summary>The statements and those in them, each before those in it.</summary>
        public IEnumerable<Statement> All => body.SelectMany(static statement => statement.Bodies.SelectMany(static inner => inner.All).Prepend(statement));

        /// <summary>The coroutines that the statements call.</summary>
        public IEnumerable<string> Calls => body.All.SelectMany(static statement =>
            statement.Of.Where(static operand => operand.IsCall).Select(static operand => operand.Name).Concat(statement.Call is { } call ? [call] : []));
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
