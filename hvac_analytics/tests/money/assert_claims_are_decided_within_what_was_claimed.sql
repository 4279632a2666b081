{# A claim is approved in full, in part or not at all, as its status says. #}
select claim_id
from {{ ref('stg_hvac__warranty_claims') }}
where
    claimed_amount <= 0
    or (claim_status = 'Submitted') = is_decided
    or (claim_status = 'Submitted') <> (approved_amount is null)
    or (claim_status = 'Approved' and approved_amount <> claimed_amount)
    or (claim_status = 'Denied' and approved_amount <> 0)
    or (
        claim_status = 'Partially Approved'
        and (approved_amount <= 0 or approved_amount >= claimed_amount)
    )
