using FsCheck;
using FsCheck.Fluent;

namespace SimAsync.TestFixtures;

/// <summary>An order of goods, with arbitraries that behave and one that does not.</summary>
public sealed record Order(int Item, int Count);

/// <summary>No arbitrary is known for it, and none can be derived.</summary>
public interface INoArbitrary;

public static class OrderArbitrary
{
    public static Arbitrary<Order> Orders() => Arb.From(
        Gen.Choose(1, 50).SelectMany(item => Gen.Choose(1, 9).Select(count => new Order(item, count))),
        static order => order.Count > 1 ? [order with { Count = 1 }] : []);
}

public static class ThrowingGenerator
{
    public static Arbitrary<Order> Orders() => Arb.From(Gen.Choose(1, 5).Select(Order (item) => throw new NotSupportedException($"no order of {(item > 0 ? "this" : "that")}")));
}

public static class ThrowingShrinker
{
    public static Arbitrary<Order> Orders() => Arb.From(OrderArbitrary.Orders().Generator, Shrink);

    private static IEnumerable<Order> Shrink(Order order)
    {
        if (order.Count > 1)
        {
            yield return order with { Count = 1 };
        }

        throw new NotSupportedException("no smaller order");
    }
}
