-- Second wall: what we sell, what it costs and its VAT. A row says what its fact says: it changes
-- only by a newer fact on the same subject. Stock is what physically happened: it is never refused,
-- and `verify` compares it with its movements.

create trigger guard_products_fact
before insert on products
begin
  select raise(abort, 'E_PRODUCT_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.product_id
                        and kind = 'ProductSaved');
  select raise(abort, 'E_PRODUCT_REPLACED')
   where exists (select 1
                   from products before
                   join ledger was  on was.hash = before.fact_hash
                   join ledger fact on fact.hash = new.fact_hash
                  where before.product_id = new.product_id
                    and fact.rowid <= was.rowid)
      or exists (select 1
                   from products
                  where code = new.code
                    and product_id <> new.product_id);
end;

create trigger guard_products_change
before update on products
begin
  select raise(abort, 'E_PRODUCT_REPLACED')
   where new.product_id is not old.product_id
      or not exists (select 1
                       from ledger fact
                       join ledger was on was.hash = old.fact_hash
                      where fact.hash = new.fact_hash
                        and fact.subject_id = new.product_id
                        and fact.kind = 'ProductSaved'
                        and fact.rowid > was.rowid)
      or exists (select 1
                   from products
                  where code = new.code
                    and product_id <> new.product_id);
end;

create trigger guard_products_kept
before delete on products
begin
  select raise(abort, 'E_PRODUCT_KEPT');
end;

create trigger guard_product_codes_unchanged
before update on product_codes
begin
  select raise(abort, 'E_PRODUCT_CODE_CHANGED');
end;

-- The list of a product is set whole and says what its fact says, to the figure; its rows go only
-- when a newer list follows.
create trigger guard_list_prices_fact
before insert on list_prices
begin
  select raise(abort, 'E_LIST_PRICE_WITHOUT_FACT')
   where not exists (select 1
                       from ledger l, json_each(l.body, '$.prices') j
                      where l.hash = new.fact_hash
                        and l.subject_id = new.product_id
                        and l.kind = 'ListPricesSet'
                        and j.value ->> '$.currency' = new.currency
                        and j.value ->> '$.valid_from' = new.valid_from
                        and j.value ->> '$.valid_to' is new.valid_to
                        and j.value ->> '$.price_micro' = new.price_micro
                        and j.value ->> '$.per' = new.per);
  select raise(abort, 'E_LIST_PRICE_REPLACED')
   where exists (select 1
                   from list_prices
                  where product_id = new.product_id
                    and currency = new.currency
                    and valid_from = new.valid_from);
end;

create trigger guard_list_prices_unchanged
before update on list_prices
begin
  select raise(abort, 'E_LIST_PRICE_REPLACED');
end;

create trigger guard_list_prices_kept
before delete on list_prices
begin
  select raise(abort, 'E_LIST_PRICE_KEPT')
   where not exists (select 1
                       from ledger fact
                       join ledger was on was.hash = old.fact_hash
                      where fact.subject_id = old.product_id
                        and fact.kind = 'ListPricesSet'
                        and fact.rowid > was.rowid);
end;

-- A rate of VAT is one of those that its fact sets, and is set anew only by a newer one.
create trigger guard_vat_rates_fact
before insert on vat_rates
begin
  select raise(abort, 'E_VAT_RATE_WITHOUT_FACT')
   where not exists (select 1
                       from ledger l, json_each(l.body, '$.rates') j
                      where l.hash = new.fact_hash
                        and l.kind = 'VatRatesSet'
                        and j.value ->> '$.country' = new.country
                        and j.value ->> '$.regime' = new.regime
                        and j.value ->> '$.tax_category' = new.tax_category
                        and j.value ->> '$.valid_from' = new.valid_from
                        and j.value ->> '$.vat_category' = new.vat_category
                        and j.value ->> '$.rate_ppm' = new.rate_ppm
                        and j.value ->> '$.reason_code' is new.reason_code);
  select raise(abort, 'E_VAT_RATE_REPLACED')
   where exists (select 1
                   from vat_rates before
                   join ledger was  on was.hash = before.fact_hash
                   join ledger fact on fact.hash = new.fact_hash
                  where before.country = new.country
                    and before.regime = new.regime
                    and before.tax_category = new.tax_category
                    and before.valid_from = new.valid_from
                    and fact.rowid <= was.rowid);
end;

create trigger guard_vat_rates_change
before update on vat_rates
begin
  select raise(abort, 'E_VAT_RATE_REPLACED')
   where (new.country, new.regime, new.tax_category, new.valid_from) is not
         (old.country, old.regime, old.tax_category, old.valid_from)
      or not exists (select 1
                       from ledger fact
                       join ledger was on was.hash = old.fact_hash
                      where fact.hash = new.fact_hash
                        and fact.kind = 'VatRatesSet'
                        and fact.rowid > was.rowid);
end;

create trigger guard_vat_rates_kept
before delete on vat_rates
begin
  select raise(abort, 'E_VAT_RATE_KEPT');
end;

-- An exchange rate is one of those that its fact sets, and is set anew only by a newer one.
create trigger guard_exchange_rates_fact
before insert on exchange_rates
begin
  select raise(abort, 'E_EXCHANGE_RATE_WITHOUT_FACT')
   where not exists (select 1
                       from ledger l, json_each(l.body, '$.rates') j
                      where l.hash = new.fact_hash
                        and l.kind = 'ExchangeRatesSet'
                        and j.value ->> '$.currency' = new.currency
                        and j.value ->> '$.quoted_on' = new.quoted_on
                        and j.value ->> '$.rate_micro' = new.rate_micro
                        and j.value ->> '$.source' = new.source);
  select raise(abort, 'E_EXCHANGE_RATE_REPLACED')
   where exists (select 1
                   from exchange_rates before
                   join ledger was  on was.hash = before.fact_hash
                   join ledger fact on fact.hash = new.fact_hash
                  where before.currency = new.currency
                    and before.quoted_on = new.quoted_on
                    and fact.rowid <= was.rowid);
end;

create trigger guard_exchange_rates_change
before update on exchange_rates
begin
  select raise(abort, 'E_EXCHANGE_RATE_REPLACED')
   where (new.currency, new.quoted_on) is not (old.currency, old.quoted_on)
      or not exists (select 1
                       from ledger fact
                       join ledger was on was.hash = old.fact_hash
                      where fact.hash = new.fact_hash
                        and fact.kind = 'ExchangeRatesSet'
                        and fact.rowid > was.rowid);
end;

create trigger guard_exchange_rates_kept
before delete on exchange_rates
begin
  select raise(abort, 'E_EXCHANGE_RATE_KEPT');
end;

-- What was agreed with a customer changes only by a newer agreement of the same name.
create trigger guard_price_agreements_fact
before insert on price_agreements
begin
  select raise(abort, 'E_PRICE_AGREEMENT_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where hash = new.fact_hash
                        and subject_id = new.agreement_id
                        and kind = 'PriceAgreed');
  select raise(abort, 'E_PRICE_AGREEMENT_REPLACED')
   where exists (select 1
                   from price_agreements before
                   join ledger was  on was.hash = before.fact_hash
                   join ledger fact on fact.hash = new.fact_hash
                  where before.agreement_id = new.agreement_id
                    and fact.rowid <= was.rowid);
end;

create trigger guard_price_agreements_change
before update on price_agreements
begin
  select raise(abort, 'E_PRICE_AGREEMENT_REPLACED')
   where new.agreement_id is not old.agreement_id
      or not exists (select 1
                       from ledger fact
                       join ledger was on was.hash = old.fact_hash
                      where fact.hash = new.fact_hash
                        and fact.subject_id = new.agreement_id
                        and fact.kind = 'PriceAgreed'
                        and fact.rowid > was.rowid);
end;

create trigger guard_price_agreements_kept
before delete on price_agreements
begin
  select raise(abort, 'E_PRICE_AGREEMENT_KEPT');
end;

-- A movement belongs to the fact that moved the goods, and stays.
create trigger guard_stock_movements_fact
before insert on stock_movements
begin
  select raise(abort, 'E_MOVEMENT_WITHOUT_FACT')
   where not exists (select 1
                       from ledger
                      where stream_id = new.stream_id
                        and seq = new.seq
                        and subject_id = new.subject_id
                        and kind in ('ShipmentIssued', 'ShipmentVoided', 'ShipmentReversed',
                                     'ShipmentLost', 'GoodsReturned', 'StockAdjusted'));
  select raise(abort, 'E_MOVEMENT_IMMUTABLE')
   where exists (select 1
                   from stock_movements
                  where stream_id = new.stream_id
                    and seq = new.seq
                    and n = new.n);
end;

create trigger guard_stock_movements_unchanged
before update on stock_movements
begin
  select raise(abort, 'E_MOVEMENT_IMMUTABLE');
end;

create trigger guard_stock_movements_kept
before delete on stock_movements
begin
  select raise(abort, 'E_MOVEMENT_IMMUTABLE');
end;

create trigger guard_stock_product
before update on stock
begin
  select raise(abort, 'E_STOCK_KEPT')
   where new.product_id is not old.product_id;
end;

create trigger guard_stock_kept
before delete on stock
begin
  select raise(abort, 'E_STOCK_KEPT');
end;
