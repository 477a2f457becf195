document.querySelector('#number').textContent = location.hash.slice(1, 9).toUpperCase() || 'unknown';
