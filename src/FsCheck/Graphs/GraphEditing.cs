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
        public IReadOnlyList<(string Coroutine, Statement Statement)> AllStatements
        {
            get
            {
                List<(string, Statement)> all = [];
                foreach ((string coroutine, IReadOnlyList<Statement> body) in graph.Coroutines)
                {
                    Collect(body, statement => all.Add((coroutine, statement)));
                }

                return all;
            }
        }

        /// <summary>The graph with each statement replaced by some, or none. Those in a statement are replaced before it.</summary>
        /// <param name="edit">
        /// Given the coroutine, the statement's number in the order of all statements, and the statement; gives what is to stand in its place.
        /// </param>
        public TaskGraph Edit(Func<string, int, Statement, IEnumerable<Statement>> edit)
        {
            int next = 0;
            bool same = true;
            KeyValuePair<string, IReadOnlyList<Statement>>[] edited = [.. graph.Coroutines.Select(c => KeyValuePair.Create(c.Key, Edited(c.Key, c.Value)))];
            return same ? graph : graph.With(edited);

            IReadOnlyList<Statement> Edited(string coroutine, IReadOnlyList<Statement> body)
            {
                List<Statement> result = [];
                bool changed = false;
                foreach (Statement statement in body)
                {
                    int number = next++;
                    int before = result.Count;
                    result.AddRange(edit(coroutine, number, statement.WithBodies(inner => Edited(coroutine, inner))));
                    changed |= result.Count != before + 1 || !ReferenceEquals(result[before], statement);
                }

                same &= !changed;
                return changed ? result : body;
            }
        }
    }

    extension(IReadOnlyList<Statement> body)
    {
        /// <summary>The coroutines that the statements call, and those in them.</summary>
        public IReadOnlyList<string> Calls
        {
            get
            {
                List<string> calls = [];
                Collect(body, statement =>
                {
                    foreach (Statement.Slot slot in statement.Slots)
                    {
                        if (slot is { Field: StatementField.Call, Value: string call })
                        {
                            calls.Add(call);
                        }
                        else if (slot.Value is Operand[] operands)
                        {
                            calls.AddRange(operands.Where(static operand => operand.IsCall).Select(static operand => operand.Name));
                        }
                    }
                });
                return calls;
            }
        }
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

        /// <summary>The statement with each list of statements in it put through a function, in their order; itself if that changes none.</summary>
        public Statement WithBodies(Func<IReadOnlyList<Statement>, IReadOnlyList<Statement>> change)
        {
            if (!statement.IsBlock)
            {
                return statement;
            }

            bool changed = false;
            Statement.Slot[] slots = [.. statement.Slots.Select(slot => slot with
            {
                Value = slot.Value switch
                {
                    Statement[] body => Changed(body).ToArray(),
                    ExceptClause[] clauses => clauses.Select(clause => new ExceptClause(clause.Type, Changed(clause.Body))).ToArray(),
                    var value => value,
                },
            })];
            return changed ? new(statement.Op, slots) : statement;

            IReadOnlyList<Statement> Changed(IReadOnlyList<Statement> body)
            {
                IReadOnlyList<Statement> now = change(body);
                changed |= !ReferenceEquals(now, body);
                return now;
            }
        }
    }

    private static void Collect(IReadOnlyList<Statement> body, Action<Statement> add)
    {
        foreach (Statement statement in body)
        {
            add(statement);
            if (statement.IsBlock)
            {
                foreach (IReadOnlyList<Statement> inner in statement.Bodies)
                {
                    Collect(inner, add);
                }
            }
        }
    }
}
