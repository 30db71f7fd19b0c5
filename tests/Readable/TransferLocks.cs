namespace SimAsync.Tests.Readable;

/// <summary>Moves money between a buyer's account and a seller's, with both locked.</summary>
internal sealed class TransferLocks
{
    private readonly SimLock buyer = new("buyer");
    private readonly SimLock seller = new("seller");

    public decimal BuyersMoney { get; private set; } = 100;

    public decimal SellersMoney { get; private set; }

    public async Coroutine Pay(decimal amount)
    {
        using (await buyer.Hold())
        {
            await Sim.Sleep(10); // The buyer's bank.
            using (await seller.Hold()) // [1]
            {
                BuyersMoney -= amount;
                SellersMoney += amount;
            }
        }
    }

    public async Coroutine Refund(decimal amount)
    {
        await Sim.Sleep(10); // The clerk looks at the receipt.
        using (await seller.Hold())
        {
            await Sim.Yield();
            using (await buyer.Hold()) // [2]
            {
                SellersMoney -= amount;
                BuyersMoney += amount;
            }
        }
    }
}
