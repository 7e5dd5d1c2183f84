package io.catwing.client.guess;

import io.catwing.client.Table.Column;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What ERPs call the columns of our tables: small letters and digits alone, the likeliest first. */
final class Words {
    private static final Map<String, List<String>> OF = new HashMap<>();

    private Words() {}

    static {
        put("name", "name title productname itemname displayname listname description label");
        put("description", "description longdescription details text");
        put(
                "category",
                "category categorygroup rangecategory productcategory productgroup group department family categoryname groupname");
        put("subcategory", "subcategory rangesubcategory subcategoryname subgroup categoryname");
        put("brand", "brand brandname manufacturer make");
        put("unit", "unit uom unitofmeasure unitname salesunit");
        put("barcode", "barcode ean gtin upc ean13 eancode");
        put("cost_price", "costprice cost standardcost purchaseprice unitcost buyprice");
        put("list_price", "listprice price salesprice retailprice unitprice saleprice");
        put("currency", "currency currencycode currencyiso");
        put("active", "active isactive activeflag enabled isenabled");
        put("picture_url", "pictureurl imageurl image picture photo thumbnail imagelink");
        put(
                "updated_at",
                "updatedat modifiedat changedat updated modified changed lastmodified modifieddate updatedon modifiedon"
                        + " changedon lastupdated writedate dateupdated takenat countedat lastchange timestamp");
        put("country", "country countrycode countryname");
        put("lead_time_days", "leadtimedays leadtime deliverydays");
        put("minimum_order", "minimumorder minorder minimumordervalue");
        put("kind", "kind locationtype type");
        put("region", "region state area district province");
        put("latitude", "latitude lat geolat");
        put("longitude", "longitude lon lng geolon geolng");
        put("opened_on", "openedon opened openingdate opendate startdate");
        put("valid_from", "validfrom listvalidfrom startdate datefrom from start");
        put("valid_to", "validto listvalidto enddate dateto to end until");
        put("price", "price unitprice listprice amount");
        put("minimum_quantity", "minimumquantity minqty minquantity quantitybreak");
        put(
                "quantity",
                "quantity onhand qty orderqty instock qtyonhand quantityonhand orderedquantity shipped sent delivered"
                        + " receivedqty receivedquantity available stock count units balance");
        put("reserved_quantity", "reservedquantity reserved allocated committed qtyreserved");
        put("incoming_quantity", "incomingquantity incoming onorder inbound");
        put("unit_cost", "unitcost cost costprice averagecost");
        put("unit_price", "unitprice price netprice");
        put("discount", "discount discountamount rebate");
        put("amount", "amount linetotal lineamount total netamount");
        put("total_amount", "totalamount total grandtotal totalprice ordertotal subtotal amount");
        put("status", "status state orderstatus");
        put("customer_id", "customerid customer customercode customerno clientid buyerid partnerid");
        put(
                "ordered_at",
                "orderedat orderdate ordered invoicedate orderedon placedat soldat documentdate createdat createdon date"
                        + " created");
        put(
                "expected_at",
                "expectedat expectedon deliverydate duedate expecteddate wantedat wantedon promiseddate shipdate eta");
        put("received_at", "receivedat receiveddate receivedon receiptdate received date");
        put("shipped_at", "shippedat shippeddate shippedon sentat sent");
        put("rejected_quantity", "rejectedquantity rejectedqty rejected");
        put("received_quantity", "receivedquantity receivedqty received");
        put("fulfilled_quantity", "fulfilledquantity fulfilled delivered shipped");
        put(
                "line_id",
                "lineid line lineno linenumber position pos entryid sequence detailid orderdetailid"
                        + " purchaseorderdetailid salesorderdetailid id");
        put(
                "product_id",
                "productid sku stockcode productcode itemcode itemid itemno articleno articleid articlenumber variantid"
                        + " product item");
        put("supplier_id", "supplierid suppliercode vendorid vendorcode supplierno vendorno supplier vendor");
        put(
                "location_id",
                "locationid locationcode storeid shopid warehouseid siteid branchid store shop warehouse location"
                        + " deliverto");
        put("source_location_id", "sourcelocationid sourceid warehouseid warehouse source fromlocation");
        put("from_location_id", "fromlocationid fromlocation fromwarehouse fromid sourceid source from");
        put("to_location_id", "tolocationid tolocation towarehouse toid destinationid destination to");
        put("pricing_list_id", "pricinglistid pricelistid listcode listid pricelistcode pricelist");
        put("sales_order_id", "salesorderid orderid orderno ordernumber invoiceno invoicenumber receiptno documentno");
        put(
                "purchase_order_id",
                "purchaseorderid purchaseorderno ponumber pono orderno orderid ordernumber purchaseorder");
        put("purchase_order_line_id", "purchaseorderlineid purchaseorderline polineid orderline purchaseorderdetailid");
        put("receiving_order_id", "receivingorderid receiptid receiptno goodsreceiptid goodsreceiptno documentno");
        put("store_order_id", "storeorderid orderid orderno ordernumber requisitionid");
        put("transfer_order_id", "transferorderid transferid transferno transfernumber documentno");
    }

    private static void put(String column, String words) {
        OF.put(column, List.of(words.split(" ")));
    }

    /** For a column of the record itself or of a line. */
    static List<String> of(Column column) {
        return OF.getOrDefault(column.name(), List.of(plain(column.name())));
    }

    /** What the id of a record is called besides. */
    static List<String> ofKey() {
        return List.of("id", "code", "no", "number", "businessentityid", "key", "uuid", "guid");
    }

    static List<String> ofLines() {
        return Arrays.asList(
                "lines",
                "items",
                "orderlines",
                "lineitems",
                "details",
                "positions",
                "rows",
                "entries",
                "products",
                "prices");
    }

    /** Small letters and digits alone. */
    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
