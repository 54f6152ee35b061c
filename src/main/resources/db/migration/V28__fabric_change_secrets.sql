-- Reports of earlier versions hold in clear what fields with the names of secrets had, whatever kind they are of. The words
-- are compared without signs and capitals, as everywhere; what only looks like one of them goes, too.
update caravan.sync_changes
set details = '[]', message = null
where regexp_replace(lower(concat(details::text, ' ', message)), '[^a-z0-9]', '', 'g')
      ~ '(password|passwd|passphrase|pwd|secret|token|apikey|privatekey|accesskey|encryptionkey|authkey|presharedkey|psk|credential)';
