-- A proof and an invoice say the customer's number for what they received as the facts have it.
create trigger guard_proofs_goods_receipt
before insert on proofs
begin
  select raise(abort, 'E_GOODS_RECEIPT_WRONG')
    from ledger
   where hash = new.fact_hash
     and body ->> '$.goods_receipt' is not new.goods_receipt;
end;

create trigger guard_invoices_goods_receipt
before insert on invoices
begin
  select raise(abort, 'E_GOODS_RECEIPT_WRONG')
    from ledger fact
    join json_each(fact.body, '$.lines') line
    left join proofs p on p.proof_id = unhex(line.value ->> '$.proof_id')
   where fact.hash = new.fact_hash
     and line.value ->> '$.goods_receipt' is not p.goods_receipt;
end;
